import pytest

from socket_workbench.gui.card.card_state import LogPanelState
from socket_workbench.gui.log.header import ColumnState

COLUMNS = (ColumnState(0, 96, False), ColumnState(2, 0, True))
STATE = LogPanelState(columns=COLUMNS, sizes=(300, 100), form="hex")


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
        STATE.to_bytes().replace(b"300", b"9" * 30),
        STATE.to_bytes().replace(b"300", b"Infinity"),
        STATE.to_bytes().replace(b"[300, 100]", b"5"),
        STATE.to_bytes().replace(b"300", b"[" * 100_000),
        STATE.to_bytes().replace(b"96", b'"!"'),
        STATE.to_bytes().replace(b"96", b"9" * 5000),
        STATE.to_bytes().replace(b"[0, 96, false]", b"[0, 96]"),
    ],
)
def test_anything_else_is_none(damaged):
    assert LogPanelState.from_bytes(damaged) is None


def test_what_an_older_version_wrote_is_read():
    older = STATE.to_bytes().replace(b', "time": "clock"', b"")
    assert LogPanelState.from_bytes(older) == STATE
