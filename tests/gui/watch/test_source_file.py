"""Tests of reading the source of a program."""

from socket_workbench.gui.watch.source_file import LONGEST_LINE, MOST_SOURCE, read_source


def test_a_source_is_read_in_its_encoding(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("# coding: cp932\r\nprint('日本')\r\n".encode("cp932"))
    assert read_source(path) == "# coding: cp932\nprint('日本')\n"


def test_a_hostile_source_is_harmless_and_bounded(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: nonsense\n\tx = '\xe2\x80\xae\x1b[2J\xff'\n" + b"y" * 5000)
    shown = read_source(path).split("\n")
    assert shown[0] == "# coding: nonsense"
    assert shown[1] == "        x = '\\u202e\\x1b[2J\ufffd'"
    assert len(shown[2]) == LONGEST_LINE

    path.write_bytes(b"#" * (MOST_SOURCE + 1))
    assert read_source(path).startswith("# The source cannot be shown")
    assert read_source(tmp_path).startswith("# The source cannot be shown")
