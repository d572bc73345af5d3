import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_record import call_text
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.journal.search.filter_language import (
    KEYS,
    MOST_PATTERNS,
    filter_pieces,
    format_filter,
    parse_filter,
)
from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.journal.search.filter_time import parse_period
from socket_workbench.journal.search.pattern import (
    Pattern,
    PatternError,
    PatternSyntax,
    compile_expression,
)
from socket_workbench.journal.search.query import matching_rows

BEGIN = 1_700_000_000_000_000_000
TEXTS = st.text(min_size=1, max_size=12)
NUMBERS = st.integers(0, (1 << 63) - 1)


def is_expression(text):
    try:
        compile_expression(Pattern(PatternSyntax.REGEX, text))
    except PatternError:
        return False
    return not re.search(r"(?<!\\)(\\\\)*\\\Z", text)


EXPRESSIONS = st.sampled_from(["a+", "^x", r"\d/\s", r"a\/b", "[/]", "ü|b$"]) | TEXTS.filter(
    is_expression
)
PATTERNS = st.one_of(
    st.builds(
        Pattern,
        st.just(PatternSyntax.TEXT),
        TEXTS,
        cased=st.booleans(),
        whole_words=st.booleans(),
        hidden=st.booleans(),
    ),
    st.builds(
        Pattern,
        st.just(PatternSyntax.REGEX),
        EXPRESSIONS,
        cased=st.booleans(),
        hidden=st.booleans(),
    ),
    st.builds(
        Pattern,
        st.just(PatternSyntax.HEX),
        st.binary(min_size=1, max_size=6).map(bytes.hex),
        hidden=st.booleans(),
    ),
)


def sets(values):
    return st.frozensets(values, max_size=4)


def some(values):
    return st.none() | st.frozensets(values, min_size=1, max_size=4)


KINDS = (
    st.none()
    | sets(st.sampled_from(Kind))
    | sets(st.sampled_from(Kind)).map(lambda hidden: (frozenset(Kind) - hidden) if hidden else None)
)
PERIODS = st.one_of(
    st.tuples(st.integers(0, BEGIN), st.integers(BEGIN + 1, 2 * BEGIN)),
    st.tuples(st.none(), st.integers(0, 2 * BEGIN)),
    st.tuples(st.integers(0, 2 * BEGIN), st.none()),
)
FILTERS = st.builds(
    Filter,
    endpoints=some(TEXTS),
    sources=some(NUMBERS),
    connections=some(NUMBERS),
    peer=st.just("") | TEXTS,
    direction=st.none() | st.sampled_from(Direction),
    kinds=KINDS,
    calls=some(TEXTS.map(str.lower)),
    lost=st.none() | st.booleans(),
    pieces=st.none() | st.sampled_from(Pieces),
    text=st.just("") | TEXTS,
    patterns=st.lists(PATTERNS, max_size=4).map(tuple),
    begin=st.none() | st.integers(0, BEGIN),
    end=st.none() | st.integers(BEGIN + 1, 2 * BEGIN),
    hidden_endpoints=sets(TEXTS),
    hidden_connections=sets(NUMBERS),
    hidden_peers=sets(TEXTS),
    hidden_sources=sets(NUMBERS),
    hidden_directions=sets(st.sampled_from(Direction)),
    hidden_calls=sets(TEXTS.map(str.lower)),
    hidden_periods=sets(PERIODS),
)


@given(FILTERS, st.integers(0, 2 * BEGIN))
def test_what_is_written_reads_the_same(wanted, session_begin):
    assert parse_filter(format_filter(wanted, session_begin), session_begin) == wanted


SCRAPS = st.lists(
    st.sampled_from(
        [
            "kind:",
            "sent",
            "-",
            "-dir:>",
            "client",
            "time:",
            "12:01",
            "..",
            "Z",
            "9" * 5000,
            "²",
            '"',
            "/",
            "\\",
            "hex:",
            "c",
            "on",
            "conn:1",
            ".",
            ",",
            " ",
            "peer:",
        ]
    )
).map("".join)


def read(text):
    """Return the filter and no mistake, or the mistake."""
    try:
        return parse_filter(text, BEGIN), None
    except FilterError as error:
        return Filter(), error


@given(st.text() | SCRAPS)
def test_any_text_is_a_filter_or_a_mistake_within_it(text):
    wanted, error = read(text)
    if error is None:
        assert read(format_filter(wanted, BEGIN)) == (wanted, None)
    else:
        assert 1 <= error.column <= len(text) + 1
        assert str(error).startswith(f"Column {error.column}: ")


def test_every_part():
    text = (
        'kind:received,sent conn:3 peer:127.0.0.1 dir:>server time:12:01..12:05 "exact text" '
        r'/a\/b/i hex:48656c -kind:note endpoint:server,"client 2" -conn:4,5 -endpoint:x '
        '-peer:[::1] source:7 -is:lost word "Case"c -"whole"w'
    )
    begin, end = parse_period("12:01..12:05", BEGIN)
    assert parse_filter(text, BEGIN) == Filter(
        endpoints=frozenset(["server", "client 2"]),
        sources=frozenset([7]),
        connections=frozenset([3]),
        peer="127.0.0.1",
        direction=Direction.TO_SERVER,
        kinds=frozenset([Kind.RECEIVED, Kind.SENT]),
        lost=False,
        text="exact text",
        patterns=(
            Pattern(PatternSyntax.REGEX, "a/b"),
            Pattern(PatternSyntax.HEX, "48 65 6c"),
            Pattern(PatternSyntax.TEXT, "word"),
            Pattern(PatternSyntax.TEXT, "Case", cased=True),
            Pattern(PatternSyntax.TEXT, "whole", whole_words=True, hidden=True),
        ),
        begin=begin,
        end=end,
        hidden_endpoints=frozenset(["x"]),
        hidden_connections=frozenset([4, 5]),
        hidden_peers=frozenset(["[::1]"]),
    )


def test_nothing_restricts_nothing():
    assert parse_filter("  ") == Filter()
    assert format_filter(Filter()) == ""


def test_hiding_a_kind_is_showing_the_others():
    assert parse_filter("-kind:note") == Filter(kinds=frozenset(Kind) - {Kind.NOTE})
    assert format_filter(Filter(kinds=frozenset(Kind) - {Kind.NOTE})) == "-kind:note"
    assert format_filter(Filter(kinds=frozenset([Kind.SENT, Kind.NOTE]))) == "kind:sent,note"


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("knd:sent", 1, "there is no “knd:”"),
        ("a http://x", 3, "put it in quotes"),
        ("kind:sent,recieved", 11, "there is no kind recieved; kinds are listening"),
        ("kind:", 6, "a value is missing"),
        ("kind:sent,", 11, "a value is missing"),
        ("conn:x", 6, "is no number"),
        ("dir:server", 5, ">server or >client"),
        ("dir:>server dir:>client", 17, "there is a “dir:” already"),
        ("is:found", 4, "is:lost"),
        ("as:lines", 4, "as:reads or as:messages"),
        ("-as:reads", 5, "without a - before it"),
        ("as:reads as:messages", 13, "there is a “as:” already"),
        ("is:lost -is:lost", 13, "there is a “is:” already"),
        ("peer:a peer:b", 13, "there is a “peer:” already"),
        ("conn:" + "9" * 5000, 6, "no number as large"),
        ("time:12", 6, "a time is"),
        ("time:..", 6, "a period is two times"),
        ("time:..12:99", 8, "no such time"),
        ('say "hel', 5, "closing quote"),
        ('""', 1, "nothing between the quotes"),
        ('"a"x', 4, "c (case) and w (whole word)"),
        ('"a""b"', 4, "a space is missing"),
        ("/a", 1, "closing slash"),
        ("//", 1, "nothing between the slashes"),
        ("/a/g", 4, "i (any case)"),
        ("x /ab(c/", 6, "no regular expression: missing )"),
        ("hex:4g", 6, "is not a hexadecimal digit"),
        ("hex:", 5, "the bytes are missing"),
        ('endpoint:"a"b', 13, "a comma or a space"),
    ],
)
def test_mistakes_are_named_with_their_column(text, column, problem):
    with pytest.raises(FilterError, match=re.escape(problem)) as error:
        parse_filter(text, BEGIN)
    assert error.value.column == column


VALUES = {
    "kind": ["sent", "note", "received,sent", "SENT"],
    "conn": ["1", "2", "0,2", "0001"],
    "connection": ["1"],
    "source": ["0", "2", "1,3"],
    "endpoint": ["server", "client", '"server",client'],
    "peer": ["[::1]", '"51"', "5000"],
    "call": ["recv", "send,recv", "RECV", "no"],
    "dir": [">server", ">client", ">SERVER"],
    "time": [
        "1970-01-01T00:00:00.000001003Z..",
        "..1970-01-01T00:00:00.000001003Z",
        "00:00Z",
        "00:00",
    ],
    "hex": ["48656c6c6f", '"0x48 65"'],
    "is": ["lost", "LOST"],
    "": ["server", '"Hello"c', '"server"w', "/H.l/", "/h.l/i"],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key in VALUES for value in VALUES[key]]
)
def test_what_a_part_shows_is_what_it_hides_with_a_minus(store, reader, conversation, key, value):
    conversation.append(Event(2_000, 0, Kind.NOTE, b"", "The disk was full."))
    conversation.append(Event(2_001, 0, Kind.CALL, b"x", call_text("recv(9)", "b''", 1, "t", 1, 1)))
    store.write([], conversation)
    part = f"{key}:{value}" if key else value
    found = {}
    for minus in ("", "-"):
        wanted = parse_filter(minus + part)
        assert parse_filter(format_filter(wanted)) == wanted
        masks = matching_rows(reader, wanted, 0, lambda: False)
        found[minus] = [number for mask in masks for number in mask]

    assert sorted(found[""] + found["-"]) == list(range(len(conversation)))


def test_every_field_is_tried_with_a_minus():
    with pytest.raises(FilterError) as error:
        parse_filter("x:")
    named = re.findall(r"[a-z]+", error.value.problem.partition("there are ")[2].partition(".")[0])
    # `as` chooses between two sorts of row, and is refused with a minus.
    assert set(named) == set(VALUES) - {"", "connection"} | {"as"}


@pytest.mark.parametrize(
    "text",
    ['"' + "\\" * 100_000, "/" * 100_000, "(" * 100_000, "hex:" + "4 " * 50_000, "-" * 100_000,
     "kind:" + "sent," * 50_000, "conn:" + "1," * 50_000, "/" + "(" * 5_000 + ")" * 5_000 + "/",
     "a " * 5_000, '"a" ' * 5_000, "time:" + "1" * 100_000, "x" * 100_000 + ":"],
    ids=range(12),
)  # fmt: skip
def test_a_long_text_is_a_filter_or_a_mistake(text):
    assert read(text)


def test_a_filter_looks_for_so_many_texts_at_most():
    words = [f"w{number}" for number in range(MOST_PATTERNS)]
    assert len(parse_filter(" ".join(words)).all_patterns()) == MOST_PATTERNS
    with pytest.raises(FilterError, match="200 texts at most"):
        parse_filter(" ".join([*words, "one"]))


@given(st.text('ak:"/-\\ ,1', max_size=40))
def test_the_parts_of_what_is_being_typed_are_all_of_it(text):
    pieces = filter_pieces(text)
    place = 0
    for piece in pieces:
        assert not text[place : piece.start].strip()
        assert piece.start <= piece.begin <= piece.end
        assert piece.start < piece.end
        place = piece.end
    assert not text[place:].strip()


def test_parts_are_told_by_their_keys():
    text = '-kind:sent,"a b" "x y" nokey:1 /a b/i'
    found = [(text[piece.start : piece.end], piece.key) for piece in filter_pieces(text)]
    assert found == [
        ('-kind:sent,"a b"', "kind"),
        ('"x y"', ""),
        ("nokey:1", ""),
        ("/a b/i", ""),
    ]


def test_every_key_that_is_offered_is_understood():
    for key in KEYS:
        with pytest.raises(FilterError) as caught:
            parse_filter(f"{key}:")
        assert "there is no" not in str(caught.value)
