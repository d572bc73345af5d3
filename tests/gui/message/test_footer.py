import time

import pytest

from socket_workbench.gui.message.footer import footer_text
from socket_workbench.gui.rows.line import log_line
from socket_workbench.gui.rows.time import date_time_text
from socket_workbench.journal.call_record import call_text
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row

NOON = 1_700_000_000_000_000_000
WHEN = date_time_text(NOON)


def line(source, kind, since=100_000, payload=b""):
    return log_line(Row(0, NOON, source, kind, len(payload), payload, ""), since)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (Kind.SENT, "server → 127.0.0.1:51342"),
        (Kind.RECEIVED, "127.0.0.1:51342 → server"),
    ],
)
def test_a_message_is_described_in_one_line(recording, kind, ends):
    text = footer_text(line(recording.accepted, kind, payload=b"x" * 16), "UTF-8")
    assert text == f"16 bytes · {ends} · 0.1 ms after the previous row · UTF-8 · {WHEN}"


def test_the_other_end_is_called_by_its_name(recording):
    row = Row(0, NOON, recording.accepted, Kind.SENT, 2, b"hi", "")
    assert "server → Client 1 ·" in footer_text(log_line(row, None, other="Client 1"), "")


def test_a_peer_without_an_address_is_said_to_have_none():
    source = Source(1, Role.SERVER, "server", "unixgram:///run/s")
    text = footer_text(line(source, Kind.RECEIVED), "UTF-8")
    assert "(unnamed socket) → server ·" in text


def test_of_a_server_at_every_address_the_one_is_named_that_was_asked():
    def text(endpoint, local, role=Role.SERVER):
        source = Source(1, role, "server", endpoint, 1, local, "127.0.0.1:51342")
        return footer_text(line(source, Kind.RECEIVED), "UTF-8")

    assert "· local address 127.0.0.5:9 ·" in text("udp://0.0.0.0:9", "127.0.0.5:9")
    assert "· local address [::1]:9 ·" in text("udp://[::]:9", "[::1]:9")
    assert "local address" not in text("udp://127.0.0.1:9", "127.0.0.1:9")
    assert "local address" not in text("unix:///run/s", "/run/s")
    assert "local address" not in text("udp://127.0.0.1:9", "127.0.0.1:55", Role.CLIENT)


def test_other_events_have_neither_length_nor_encoding(recording):
    text = footer_text(line(recording.accepted, Kind.CLOSED, since=None), "")
    assert text == f"server: closed · {WHEN}"


def test_of_a_call_the_thread_is_said(recording):
    text = call_text("accept()", "EINVAL", 1, "Server 1 listen", 1, 1)
    row = Row(0, NOON, recording.accepted, Kind.CALL, 0, b"", text)
    assert "server: call · in thread Server 1 listen ·" in footer_text(log_line(row, None), "")


def test_a_clock_set_back_is_said_so(recording):
    text = footer_text(line(recording.accepted, Kind.CLOSED, since=-5_000_000), "")
    assert "5.0 ms before the previous row" in text
    assert time.strftime("%Y", time.localtime(NOON // 10**9)) in text


def test_a_framed_message_says_from_how_many_reads_it_is(recording):
    row = Row(0, NOON, recording.accepted, Kind.MESSAGE, 2, b"hi", "3")
    assert footer_text(log_line(row, None), "").startswith("2 bytes · message · from 3 reads · ")
