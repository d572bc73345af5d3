import pytest

from socket_workbench.gui.session.kept_json import read_kept


def test_what_was_kept_is_read():
    assert read_kept('{"a": [1, "ü"]}') == {"a": [1, "ü"]}
    assert read_kept(b"[]") == []


@pytest.mark.parametrize(
    "text",
    ["", "{", b"\xff", b"\xff\xfe\x00", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "NaN,"],
)
def test_anything_else_is_none(text):
    assert read_kept(text) is None
