"""Tests of reading the source of a program."""

import encodings.aliases

from socket_workbench.gui.watch import source_file
from socket_workbench.gui.watch.source_file import LONGEST_LINE, MOST_SOURCE, read_source


def test_a_source_is_read_in_its_encoding(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("# coding: cp932\r\nprint('日本')\r\n".encode("cp932"))
    assert read_source(path) == "# coding: cp932\nprint('日本')\n"


def test_whatever_codec_it_declares_it_is_text(tmp_path):
    path = tmp_path / "a.py"
    for codec in sorted({*encodings.aliases.aliases.values(), "undefined", "idna", "punycode"}):
        path.write_bytes(f"# coding: {codec}\nprint(1)\n".encode() + bytes(range(128, 256)))
        assert read_source(path), codec
    path.write_bytes(b"# coding: rot13\nprint(1)\n")
    assert read_source(path) == "# coding: rot13\nprint(1)\n"


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


def test_of_very_many_lines_the_first_are_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(source_file, "MOST_LINES", 2)
    path = tmp_path / "a.py"
    path.write_text("a\nb\nc\nd")
    assert read_source(path) == "a\nb\n# The rest of 4 lines is not shown."
