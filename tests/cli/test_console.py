import pytest

from socket_workbench.cli.console import EventPrinter, PayloadPrinter, Tally
from socket_workbench.cli.output import Output
from socket_workbench.journal.event import Event, Kind, Role, Source

SERVER = Source(1, Role.SERVER, "server", "tcp://h:1")
PEER = Source(2, Role.SERVER, "server", "tcp://h:1", 1, "h:1", "p:2")


def form(source, event):
    return f"{source.number} {event.kind.word}"


def printed(events, **options):
    batches = []
    printer = EventPrinter(lambda lines: batches.append(list(lines)), form, **options)
    printer.write([SERVER, PEER], events)
    printer.close()
    return batches


def test_every_event_is_a_line_and_a_batch_is_printed_at_once():
    events = [Event(0, 1, Kind.LISTENING), Event(0, 2, Kind.ACCEPTED)]

    assert printed(events) == [["1 listening", "2 accepted"]]


def test_sources_are_remembered():
    lines = []
    printer = EventPrinter(lines.extend, form)
    printer.write([SERVER], [])
    printer.write([PEER], [Event(0, 1, Kind.STOPPED)])

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
    printer.write([PEER], [received[0], Event(0, 2, Kind.SENT, b"no"), received[1]])
    printer.close()

    assert capsys.readouterr().out.lower() == shown


def test_everything_is_counted():
    tally = Tally()
    tally.write([SERVER, PEER], [Event(0, 2, Kind.RECEIVED, b"abc"), Event(0, 2, Kind.SENT, b"de")])
    tally.write(
        [], [Event(0, 2, Kind.SENT, b"f"), Event(0, 2, Kind.RESET), Event(0, 1, Kind.ERROR)]
    )
    tally.close()

    assert tally.summary() == (
        "stopped: 1 connection, received 3 bytes in 1 message, sent 3 bytes in 2 messages, 2 errors"
    )
