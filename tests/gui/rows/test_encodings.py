import codecs

from socket_workbench.gui.rows.encodings import ENCODINGS, encoding_title


def test_all_are_known_to_python():
    assert all(codecs.lookup(name) for _, name in ENCODINGS)


def test_titles():
    assert encoding_title("shift_jis") == "Shift_JIS"
    assert encoding_title("cp437") == "cp437"
