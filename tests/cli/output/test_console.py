from contextlib import closing
from dataclasses import replace

import pytest

from socket_workbench.cli.output.console import (
    PORTION,
    ErrorCount,
    EventPrinter,
    PayloadPrinter,
    losses,
    summary,
)
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.output import Output
from socket_workbench.engine.view import Traffic
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.journal import Journal

SERVER = Source(1, Role.SERVER, "server", "tcp://h:1")
PEER = Source(2, Role.SERVER, "server", "tcp://h:1", 1, "h:1", "p:2")


def form(source, event, length):
    return f"{source.number} {event.kind.word}"


def printed(events, **options):
    batches = []

    def later(count, cost, make):
        lines = make()
        assert len(lines) == count
        assert cost >= sum(len(event.payload) for event in events)
        batches.append(lines)

    printer = EventPrinter(later, form, **options)
    printer.write_batch([SERVER, PEER], Batch.of_events(events))
    printer.close()
    return batches


def test_every_event_is_a_line_and_a_batch_is_printed_at_once():
    events = [Event(0, 1, Kind.LISTENING), Event(0, 2, Kind.ACCEPTED)]

    assert printed(events) == [["1 listening", "2 accepted"]]


def test_a_large_batch_is_printed_in_portions():
    events = [Event(0, 2, Kind.SENT, bytes(PORTION // 2))] * 5
    portions = []
    printer = EventPrinter(lambda count, cost, make: portions.append(count), form)
    printer.write_batch([SERVER, PEER], Batch.of_events(events))

    assert portions == [2, 2, 1]


def test_a_message_of_which_a_part_is_missing_has_its_whole_length():
    lines: list[str] = []
    printer = EventPrinter(lambda count, cost, make: lines.extend(make()), event_line)
    batch = Batch.of_events([Event(0, 2, Kind.RECEIVED, b"1234")])
    printer.write_batch([PEER], replace(batch, lengths=[6]))

    assert "6 bytes  (2 bytes not recorded)  1234" in lines[0]


def test_sources_are_remembered():
    lines: list[str] = []
    printer = EventPrinter(lambda count, cost, make: lines.extend(make()), form)
    printer.write_batch([SERVER], Batch.of_events([]))
    printer.write_batch([PEER], Batch.of_events([Event(0, 1, Kind.STOPPED)]))

    assert lines == ["1 stopped"]


def test_kinds_may_be_left_out_and_nothing_is_not_printed():
    assert printed([Event(0, 2, Kind.SENT)], kinds={Kind.RECEIVED}) == []


@pytest.mark.parametrize(
    ("events", "tells_failure", "lines"),
    [
        ([Event(0, 1, Kind.ERROR)], True, ["1 error"]),
        ([Event(0, 1, Kind.ERROR)], False, []),
        ([Event(0, 2, Kind.ERROR)], False, ["2 error"]),
        (
            [Event(0, 1, Kind.LISTENING), Event(0, 1, Kind.ERROR)],
            False,
            ["1 listening", "1 error"],
        ),
    ],
)
def test_why_a_server_cannot_listen_may_be_left_to_the_command(events, tells_failure, lines):
    batches = printed(events, tells_failure=tells_failure)

    assert [line for batch in batches for line in batch] == lines


@pytest.mark.parametrize(("as_hex", "shown"), [(False, "a\xe9b"), (True, "61 c3 a9\n62\n")])
def test_what_is_received_is_written_as_it_is_or_as_hex(capsys, as_hex, shown):
    printer = PayloadPrinter(Output(), as_hex=as_hex)
    received = [Event(0, 2, Kind.RECEIVED, "aé".encode()), Event(0, 2, Kind.RECEIVED, b"b")]
    printer.write_whole(Batch.of_events([received[0], Event(0, 2, Kind.SENT, b"no"), received[1]]))
    printer.close()

    assert capsys.readouterr().out.lower() == shown


def test_errors_are_counted():
    count = ErrorCount()
    count.write_batch(
        [SERVER, PEER],
        Batch.of_events([Event(0, 2, Kind.RECEIVED, b"abc"), Event(0, 2, Kind.RESET)]),
    )
    assert count.problem == ""
    texts = ("", "first", "second")
    count.write_batch([], Batch.of_events([Event(0, 1, Kind.ERROR, b"", text) for text in texts]))
    count.close()

    assert (count.errors, count.problem) == (4, "first")


def test_the_summary_is_one_line():
    traffic = Traffic(3, 3, messages_in=1, messages_out=2, connections=1)

    counts = "1 connection, received 3 bytes in 1 message, sent 3 bytes in 2 messages, 2 errors"
    assert summary(traffic, 2, "") == f"stopped: {counts}"
    assert summary(traffic, 2, "1 x lost") == f"stopped: {counts}, 1 x lost"


def test_everything_lost_is_counted():
    with closing(Journal([], capture_limit=3)) as journal:
        assert losses(Traffic(3, 3, messages_in=1), journal) == ""

        source = journal.add_source(Role.SERVER, "server", "udp://127.0.0.1:1")
        journal.append(source.number, Kind.RECEIVED, b"12345")
        journal.flush()

        assert losses(Traffic(dropped=1, cut=2, cut_bytes=7), journal) == (
            "1 datagram dropped, 7 bytes cut off 2 datagrams by the receive size,"
            " 2 bytes of 1 message left out by the limit"
        )
