import pytest

from socket_workbench.gui.widgets.log_panel_state import LogPanelState

STATE = LogPanelState(columns=b"\0\xff", sizes=(300, 100), form="hex")


def test_what_is_written_is_read_back():
    assert LogPanelState.from_bytes(STATE.to_bytes()) == STATE


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        STATE.to_bytes().replace(b"hex", b"runes"),
        STATE.to_bytes().replace(b"clock", b"sundial"),
        STATE.to_bytes().replace(b"300", b'"wide"'),
        STATE.to_bytes().replace(b'"AP8="', b'"!"'),
    ],
)
def test_anything_else_is_none(damaged):
    assert LogPanelState.from_bytes(damaged) is None


def test_what_an_older_version_wrote_is_read():
    older = STATE.to_bytes().replace(b', "time": "clock"', b"")
    assert LogPanelState.from_bytes(older) == STATE
