import codecs
import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_record import event_words
from socket_workbench.journal.event import (
    FRAMED,
    UNKNOWN_TIME,
    WITH_PAYLOAD,
    Event,
    Kind,
    Role,
    Source,
)
from socket_workbench.journal.export.formats.csv_lines import COLUMNS, CsvLines
from socket_workbench.journal.export.formats.text_lines import local_time
from socket_workbench.journal.row import framed_words
from socket_workbench.payload.escapes import parse_escapes

START = 1_700_000_000_123_456_789
LISTENER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:0")
# What UTF-8 can hold.
LIVE = st.text(st.sampled_from("=+-@\t\r\n a1;\\"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_a_file_has_a_header_and_a_line_for_each_event(sources, events):
    lines = CsvLines()
    by_number = {source.number: source for source in sources}
    content = lines.head() + b"".join(
        lines.event(by_number[event.source], event, len(event.payload)) for event in events
    )

    rows = read(content)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + len(events)
    sent = dict(zip(COLUMNS, rows[4], strict=True))
    assert sent == {
        "time": local_time(events[3].time),
        "since": "0.001000",
        "name": "client",
        "endpoint": "tcp://127.0.0.1:5000",
        "connection": "2",
        "local": "127.0.0.1:51342",
        "peer": "127.0.0.1:5000",
        "direction": "client to server",
        "kind": "sent",
        "length": "16",
        "cut": "0",
        "payload": 'Grüße, "you"\\r\\n',
        "text": "",
    }
    assert rows[8][-1] == r'It broke, "badly"\nand twice.'
    assert content.count(b"\r\n") == len(rows)


def test_quotes_commas_and_line_ends_are_quoted_as_rfc_4180_says():
    source = Source(1, Role.CLIENT, 'a "b", c', "e", 1, "l", "p")

    line = CsvLines().event(source, Event(START, 1, Kind.NOTE, b"", "one\r\ntwo"), 0)

    assert rb',"a ""b"", c",e,1,l,p,,note,,,,one\r\ntwo' b"\r\n" in line


def test_a_listener_has_the_port_really_given():
    event = Event(START, 1, Kind.LISTENING, b"", "tcp://127.0.0.1:13145")

    row = read(CsvLines().event(LISTENER, event, 0))[0]
    assert row[COLUMNS.index("endpoint")] == "tcp://127.0.0.1:13145"


@given(
    TEXT | LIVE,
    TEXT | LIVE,
    st.binary() | LIVE.map(str.encode),
    st.sampled_from(list(Kind)),
    st.integers(-(10**15), 10**15),
)
def test_everything_can_be_read_back_and_no_text_is_a_formula(name, text, payload, kind, later):
    source = Source(2, Role.SERVER, name, "unix:///" + name, 7, name, name)
    lines = CsvLines()
    lines.event(source, Event(START, 2, Kind.NOTE), 0)

    event = Event(START + later, 2, kind, payload, text)
    (row,) = read(lines.event(source, event, len(payload) + 7))

    cells = dict(zip(COLUMNS, row, strict=True))
    if kind in WITH_PAYLOAD:
        assert parse_escapes(cells["payload"]) == payload
        assert int(cells["length"]) == len(payload) + 7
        assert int(cells["cut"]) == 7
    text = event_words(kind, text, payload, len(payload) + 7)
    text = framed_words(kind, text) if kind in FRAMED else text
    for column, said in {"name": name, "local": name, "peer": name, "text": text}.items():
        assert parse_escapes(cells[column]).decode() == said
    assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in (*row[:1], *row[2:]))
    assert cells["kind"] == kind.word
    assert abs(float(cells["since"]) * 1e9 - later) < 2_000


def test_half_a_surrogate_pair_is_no_reason_to_fail():
    source = Source(2, Role.SERVER, "s", "unix:///\udcff", 7)

    assert rb"unix:///\xff" in CsvLines().event(source, Event(START, 2, Kind.NOTE), 0)


def test_a_mark_for_excel_stands_before_the_header():
    assert CsvLines(bom=True).head() == codecs.BOM_UTF8 + CsvLines().head()


def test_a_time_that_is_not_known_is_empty():
    lines = CsvLines()
    lines.event(LISTENER, Event(START, 1, Kind.NOTE), 0)

    for event in (Event(UNKNOWN_TIME, 1, Kind.NOTE), Event(START, 1, Kind.NOTE)):
        time, since, *_ = read(lines.event(LISTENER, event, 0))[0]
        assert (time, since) == ("" if event.time == UNKNOWN_TIME else local_time(START), "")


def test_a_message_that_was_not_sent_whole_says_so():
    event = Event(START, 1, Kind.SENT, b"0123456789", "", 4)
    (row,) = read(CsvLines().event(LISTENER, event, 10))
    assert (row[COLUMNS.index("text")], row[COLUMNS.index("length")]) == (
        "4 of 10 bytes sent",
        "10",
    )


def test_a_framed_message_has_its_bytes_its_direction_and_its_reads():
    source = Source(1, Role.SERVER, "server", "e", 1, "l", "p")
    event = Event(START, 1, Kind.MESSAGE, b"Hi\n", "2")
    line = CsvLines().event(source, event, 5)
    assert line.endswith(b",client to server,message,5,2,Hi\\n,from 2 reads\r\n")
