import pytest

from socket_workbench.gui.calls.columns import CALL, CALLS_TABLE, LONGEST_WAIT, WAITED, share_of
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.gui.rows.line import log_line, with_wait
from socket_workbench.gui.rows.waits import Wait
from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row

SOURCE = Source(2, Role.SERVER, "Server 1", "tcp://a:1", 3, "127.0.0.1:1", "127.0.0.1:5")


def line(result="b''", waited=2_400_000_000, payload=b"", kind=Kind.CALL):
    if kind is Kind.CALL:
        text = call_text("recv(9)", result, waited, "Server 1 127.0.0.1:5", 7, 1)
    else:
        text = begun_text("recv(9)", "Server 1 127.0.0.1:5", 7, 1)
    return log_line(Row(4, 10**18, SOURCE, kind, len(payload), payload, text), None)


def texts(shown):
    return {column.key: column.text(shown) for column in CALLS_TABLE.columns}


def test_the_texts_of_a_call_that_has_returned():
    found = texts(line(payload=b"one\ntwo"))
    assert found.pop("time")
    assert found == {
        "since": "",
        "endpoint": "Server 1",
        "peer": "127.0.0.1:5",
        "thread": "127.0.0.1:5",
        "waited": "2.4 s",
        "call": "recv(9) → b'one\\ntwo'",
    }


@pytest.mark.parametrize(
    ("wait", "waited", "call", "ink"),
    [
        (Wait(12_340_000_000), "12.3 s", "recv(9)  waiting", "waiting"),
        (Wait(2_400_000_000, is_over=True), "2.4 s", "recv(9)  returned", "dim"),
        (Wait(5_000_000, is_over=True, error="EPIPE"), "5.0 ms", "recv(9)  EPIPE", "dim"),
        (Wait(None, is_over=True), "",
         "recv(9)  had not returned when the recording ended", "dim"),
        (Wait(9_000_000_000, is_held=True), "9.0 s", "recv(9)  held", "waiting"),
        (Wait(9_000_000, is_over=True, is_held=True), "", "recv(9)  was held", "dim"),
    ],
)  # fmt: skip
def test_of_a_call_that_was_begun_it_is_said_what_became_of_it(qapp, wait, waited, call, ink):
    shown = with_wait(line(kind=Kind.CALL_BEGUN), wait)
    assert (WAITED.text(shown), CALL.text(shown)) == (waited, call)
    colors = colors_in_use()
    assert CALL.ink(shown, colors) == getattr(colors, ink)


@pytest.mark.parametrize(
    ("result", "ink"),
    [("b''", "text"), ("None", "text"), ("ECONNRESET", "error"), ("EAGAIN", "dim")],
)
def test_only_errors_are_red(qapp, result, ink):
    colors = colors_in_use()
    assert CALL.ink(line(result), colors) == getattr(colors, ink)


def test_a_call_of_a_watched_program_says_where_it_stands():
    text = f"{call_text('recv(9)', repr(b''), 5, 'MainThread', 7, 1)}\t/home/me/server.py\t6"
    shown = log_line(Row(4, 10**18, SOURCE, Kind.CALL, 0, b"", text), None)
    assert CALL.text(shown) == "recv(9) → b''  server.py:6"
    assert shown.text.startswith(CALL.text(shown))


def test_what_is_shown_of_a_call_begins_what_was_searched():
    """So that what was found is painted in its place."""
    shown = line(payload=b"x" * 100)
    assert shown.text.startswith(CALL.text(shown))


def test_the_bar_of_a_wait_grows_with_it_and_fits_its_cell():
    waits = [None, 0, 10**6, 10**7, 10**8, 10**9, LONGEST_WAIT, 10**15]
    shares = list(map(share_of, waits))
    assert shares == sorted(shares)
    assert (shares[:3], shares[-2:]) == ([0, 0, 0], [1, 1])
    assert shares[5] - shares[4] == pytest.approx(shares[4] - shares[3])


def test_every_column_is_told_apart():
    for each in ("key", "title"):
        found = [getattr(column, each) for column in CALLS_TABLE.columns]
        assert len(set(found)) == len(found)
    assert all(column.explanation.endswith(".") for column in CALLS_TABLE.columns)
