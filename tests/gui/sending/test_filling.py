import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import HEX, TEXT, CompositionError, compose
from socket_workbench.gui.sending.filling import (
    MOST_OPERATIONS,
    MOST_OPERATIONS_SENT,
    MOST_WORK_SENT,
    NAMES,
    Addressee,
    Filling,
)
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.values.mistake import Value
from socket_workbench.values.source import Source
from socket_workbench.values.template import compile_hex, compile_template

ANNA = Addressee("127.0.0.1:50001", b"PING")
BERT = Addressee("127.0.0.1:50002", b"")


def filling(
    text, mode=TEXT, line_end=LineEnd.NONE, encoding="utf-8", appended=NOTHING, source=None
):
    return Filling(text, mode, line_end, encoding, appended, source or Source(1))


@given(
    st.sampled_from(LineEnd),
    st.lists(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(
                [
                    "{{peer}}",
                    "{{message}}",
                    "{{length}}",
                    "{{length + 1}}",
                    "{{u16be(length(after))}}",
                    "{{checksum('CRC-16/MODBUS', 'le')}}",
                    "{{hex(before)}}",
                    "{{counter}}",
                    "\\x00",
                    "{",
                    "}}",
                ]
            ),
        ),
        max_size=6,
    ),
)
def test_what_is_filled_in_is_what_the_values_package_makes(line_end, pieces):
    text = "".join(pieces)
    try:
        template = compile_template(text.replace("\n", line_end.text or "\n"), NAMES)
        values: dict[str, Value] = {"peer": ANNA.peer, "message": b"PING", "length": 4}
        expected = template.fill(values, Source(1)) + line_end.bytes
    except ValueError:
        with pytest.raises(CompositionError):
            filling(text, line_end=line_end).example(ANNA)
        return
    if "\r" in text or "\\r" in text:
        # A line with a carriage return at its end gets a line feed, as in every message.
        return
    assert filling(text, line_end=line_end).messages([ANNA]) == [expected]


@given(st.text(max_size=40).filter(lambda text: "{{" not in text), st.sampled_from(LineEnd))
def test_without_places_it_is_what_is_typed(text, line_end):
    try:
        expected = compose(text, TEXT, line_end)
    except CompositionError as error:
        with pytest.raises(CompositionError, match=re.escape(str(error))):
            filling(text, line_end=line_end)
        return
    assert filling(text, line_end=line_end).messages([ANNA]) == [expected]


def test_hexadecimal_has_values_and_no_line_end():
    text = "02 {{u8(length(after))}}\n{{message}} {{unhex('ff')}}"
    made = filling(text, HEX, LineEnd.CRLF).messages([ANNA])

    assert made == [compile_hex(text, NAMES).fill({"message": b"PING"})]
    assert made == [b"\x02\x05PING\xff"]


def test_what_is_appended_stands_before_the_line_end():
    made = filling("A{{1 + 1}}", line_end=LineEnd.CRLF, appended=Appended("xor", "hex"))

    assert made.messages([ANNA]) == [b"A273\r\n"]


def test_each_peer_has_its_own_values_and_the_counter_counts_what_is_sent():
    source = Source(1)
    made = filling("{{peer}} {{counter}} {{length}}", source=source)

    assert made.example(ANNA) == b"127.0.0.1:50001 1 4"
    assert made.messages([ANNA, BERT]) == [b"127.0.0.1:50001 1 4", b"127.0.0.1:50002 1 0"]
    assert filling("{{counter}}", source=source).messages([BERT]) == [b"2"]
    assert filling("{{counter}}", source=source).messages([]) == []


def test_nothing_is_counted_where_a_value_does_not_fit():
    source = Source(1)
    made = filling("{{counter}} {{u8(length)}}", source=source)
    with pytest.raises(CompositionError, match=r"^Column 15: 300 "):
        made.messages([ANNA, Addressee("b", b"x" * 300)])

    assert made.messages([ANNA]) == [b"1 \x04"]


@pytest.mark.parametrize(
    ("text", "sentence", "place"),
    [
        ("ab{{nam}}", "Column 5: ", 4),
        ("ab\n c{{nam}}", "Line 2, column 5: ", 7),
        ("ab\n c\\q{{peer}}", "Line 2, column 3: ", 5),
        ("{{", "Column 1: ", 0),
        ("{{unhex('x')}}", "Column 3: ", 2),
    ],
)
def test_a_mistake_is_named_with_its_place(text, sentence, place):
    with pytest.raises(CompositionError) as caught:
        filling(text)

    assert str(caught.value).startswith(sentence)
    assert caught.value.place == place


def test_a_last_message_is_needed_only_where_it_is_named():
    stranger = Addressee("127.0.0.1:50003")
    assert not filling("{{peer}}").needs_received
    assert filling("{{length}}").needs_received
    assert filling("{{peer}}").messages([stranger]) == [b"127.0.0.1:50003"]
    with pytest.raises(CompositionError, match=r"Nothing has come from 127\.0\.0\.1:50003"):
        filling("{{message}}").messages([ANNA, stranger])


def test_an_encoding_without_ascii_takes_no_values():
    assert filling("日{{counter}}", encoding="shift_jis").messages([ANNA]) == [b"\x93\xfa1"]
    with pytest.raises(CompositionError, match="utf-16-le"):
        filling("{{counter}}", encoding="utf-16-le")


@pytest.mark.parametrize(
    ("peers", "is_sent"),
    [(MOST_WORK_SENT // 100_000, True), (MOST_WORK_SENT // 100_000 + 1, False)],
)
def test_large_messages_go_to_so_many_peers_only(peers, is_sent):
    made = filling("x" * 100_000 + "{{u8(0)}}").messages
    if is_sent:
        assert len(made([BERT] * (peers - 1))) == peers - 1
    else:
        with pytest.raises(CompositionError, match=f"{peers} peers at once"):
            made([BERT] * peers)


HOSTILE = [
    "{{" + "(" * 10_000,
    "{{" * 10_000,
    "{{" + "+".join(["1"] * 10_000) + "}}",
    "{{" + "+".join(["length"] * 400) + "}}" * 1,
    "".join(["{{" + "+".join(["length"] * 200) + "}}"] * 100),
    "".join(["{{repeat('x', 65536)}}"] * 200),
    "".join(["{{repeat(repeat(repeat(repeat('x', 65536), 16), 16), 16)}}"] * 200),
    "{{random_bytes(65536)}}" * 190 + "{{checksum('Fletcher-16', 'be')}}" * 10,
    "{{checksum('Fletcher-32', 'be')}}" * 10 + "x" * 250_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_refused_or_small(text):
    many = [Addressee(f"peer {number}", b"x" * 1000) for number in range(1000)]
    for peers in ([ANNA], many):
        made: list[bytes] = []
        with contextlib.suppress(CompositionError):
            made = filling(text).messages(peers)
        assert sum(map(len, made)) <= MOST_WORK_SENT


def test_too_many_operations_are_refused():
    text = "".join(["{{" + "+".join(["length"] * 100) + "}}"] * (MOST_OPERATIONS // 200 + 1))
    with pytest.raises(CompositionError, match=f"{MOST_OPERATIONS:,} operations"):
        filling(text)
    made = filling("{{" + "+".join(["length"] * 100) + "}}")
    many = [BERT] * (MOST_OPERATIONS_SENT // 199 + 1)
    with pytest.raises(CompositionError, match=r"1,\d\d\d peers at once"):
        made.messages(many)
    assert made.messages([BERT]) == [b"0"]
