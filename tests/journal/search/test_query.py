import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.pattern import Pattern, PatternError, PatternSyntax
from socket_workbench.journal.search.query import Filter, Query, matching_rows
from socket_workbench.journal.search.row_set import RowMask
from socket_workbench.journal.storage.store import Store


def never() -> bool:
    return False


def numbers(found) -> list[int]:
    return [row for rows in found for row in rows]


def looking_for(text, form=PatternSyntax.TEXT, **choices) -> Filter:
    return Filter(patterns=(Pattern(form, text, **choices),))


@pytest.fixture
def session(store: Store, reader: Reader, conversation) -> Reader:
    store.write([], conversation)
    return reader


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (Filter(), [0, 1, 2, 3, 4, 5, 6, 7]),
        (Filter(endpoints=frozenset(["client"])), [2, 5, 6]),
        (Filter(endpoints=frozenset(["client", "server"])), [0, 1, 2, 3, 4, 5, 6, 7]),
        (Filter(endpoints=frozenset()), []),
        (Filter(sources=frozenset([1])), [0]),
        (Filter(connections=frozenset([1])), [1, 3, 4, 7]),
        (Filter(connections=frozenset([0, 2])), [0, 2, 5, 6]),
        (Filter(peer="[::1]"), [1, 3, 4, 7]),
        (Filter(direction=Direction.TO_SERVER), [2, 3]),
        (Filter(direction=Direction.TO_CLIENT), [4, 5]),
        (Filter(kinds=frozenset([Kind.SENT, Kind.ERROR])), [2, 4, 6]),
        (Filter(kinds=frozenset()), []),
        (Filter(contents=(Pattern(PatternSyntax.TEXT, "SERVER"),)), [2, 3, 6]),
        # The server's rows, and the client's, whose other end it is.
        (Filter(text="SERVER"), [0, 1, 2, 3, 4, 5, 6, 7]),
        (Filter(text="[::1]"), [1, 3, 4, 7]),
        (Filter(text="end of"), []),
        (Filter(text="accepted"), [1]),
        (Filter(text="→ client"), [4]),
        (Filter(text="← CLIENT"), [3]),
        (Filter(endpoints=frozenset(["CLIENT"])), [2, 5, 6]),
        (Filter(text="grüSSe"), []),
        (Filter(text="GRÜ"), [4, 5]),
        (Filter(text="hello", kinds=frozenset([Kind.SENT])), [2]),
        (Filter(text="hello", kinds=frozenset([Kind.CLOSED])), []),
        (Filter(endpoints=frozenset(["server"]), direction=Direction.TO_CLIENT), [4]),
        (Filter(direction=Direction.TO_CLIENT, kinds=frozenset([Kind.CLOSED])), []),
        (Filter(hidden_endpoints=frozenset(["client"])), [0, 1, 3, 4, 7]),
        (Filter(hidden_connections=frozenset([1])), [0, 2, 5, 6]),
        (Filter(hidden_peers=frozenset(["[::1]"])), [0, 2, 5, 6]),
        (Filter(begin=1_003), [3, 4, 5, 6, 7]),
        (Filter(end=1_003), [0, 1, 2]),
        (Filter(begin=1_003, end=1_006, connections=frozenset([2])), [5]),
        (Filter(begin=1_003, end=1_006, text="hello"), [3]),
        (Filter(begin=500, end=2_000, text="hello"), [2, 3]),
        (Filter(begin=2_000), []),
        (Filter(end=500), []),
        (looking_for("Hello", cased=True), [2, 3]),
        (looking_for("hello", cased=True), []),
        (looking_for("serve", whole_words=True), []),
        (looking_for("SERVER", whole_words=True), [2, 3, 6]),
        (looking_for("client", hidden=True), [0]),
        (looking_for("^(hello|connection)", PatternSyntax.REGEX), [2, 3, 6]),
        (looking_for("^(hello|connection)", PatternSyntax.REGEX, cased=True), []),
        (looking_for("server$", PatternSyntax.REGEX, hidden=True), [0, 1, 4, 5, 7]),
        (looking_for("c3bc", PatternSyntax.HEX), [4, 5]),
        (looking_for("c3bc", PatternSyntax.HEX, hidden=True), [0, 1, 2, 3, 6, 7]),
    ],
)
def test_filters(session: Reader, restriction, expected):
    assert numbers(matching_rows(session, restriction, 0, never)) == expected


def test_what_lacks_a_part_is_lost(store: Store, reader: Reader):
    events = [Event(number, 1, Kind.RECEIVED, b"x" * number) for number in range(6)]
    store.write_batch([], Batch.of_events(events).cut(3))
    assert numbers(matching_rows(reader, Filter(lost=True), 0, never)) == [4, 5]
    assert numbers(matching_rows(reader, Filter(lost=False), 0, never)) == [0, 1, 2, 3]


def test_rows_come_as_masks(session: Reader):
    (rows,) = matching_rows(session, looking_for("SERVER", whole_words=True), 1, never)
    assert rows == RowMask(1, bytes([0, 1, 1, 0, 0, 1, 0]))


def test_first_and_end_bound_the_search(session: Reader):
    everything = Filter()
    assert numbers(matching_rows(session, everything, 3, never, end=6)) == [3, 4, 5]
    assert numbers(matching_rows(session, Filter(text="hello"), 3, never, end=6)) == [3]
    assert numbers(matching_rows(session, everything, 6, never, end=1000)) == [6, 7]
    assert numbers(matching_rows(session, everything, 8, never, end=1000)) == []
    assert numbers(matching_rows(session, everything, 500, never, end=1000)) == []


def test_rows_written_during_the_search_are_left_for_the_next(
    store: Store, session: Reader, conversation
):
    found = matching_rows(session, Filter(), 0, never)
    rows = next(found)
    store.write([], conversation)
    assert [*rows, *numbers(found)] == list(range(8))


@pytest.mark.parametrize("restriction", [Filter(), Filter(text="7")])
def test_segments_merged_during_the_search_are_searched_once(
    store: Store, reader: Reader, restriction
):
    def write(first, count):
        store.write([], [Event(n, 1, Kind.SENT, b"7") for n in range(first, first + count)])

    for first, count in ((0, 40), (40, 19), (59, 9), (68, 4)):
        write(first, count)
    found = matching_rows(reader, restriction, 0, never, end=200)
    rows = list(next(found))
    write(72, 60)
    rows += numbers(found)
    assert rows[:72] == list(range(72))
    assert rows == sorted(set(rows))


def test_many_segments(store: Store, reader: Reader):
    kinds = [Kind.SENT, Kind.RECEIVED, Kind.NOTE]
    some = [Event(n, 1 + n % 2, kinds[n % 3], str(n).encode()) for n in range(600_000)]
    store.write([], some)
    found = matching_rows(
        reader, Filter(kinds=frozenset([Kind.NOTE]), connections=frozenset([1])), 0, never
    )
    assert numbers(found) == [n for n in range(600_000) if n % 6 == 5]
    assert numbers(matching_rows(reader, Filter(text="59999"), 590_000, never)) == [
        n for n in range(590_000, 600_000) if "59999" in str(n)
    ]


def test_more_sources_than_fit_into_eight_bits(store: Store, reader: Reader):
    sources = [
        Source(number, Role.CLIENT, f"client {number % 2}", "tcp://[::1]:1", number)
        for number in range(10, 1010)
    ]
    store.write(sources, [Event(1, source.number, Kind.SENT) for source in sources])
    found = matching_rows(reader, Filter(endpoints=frozenset(["client 1"])), 0, never)
    assert numbers(found) == list(range(1, 1000, 2))


def test_sources_added_during_the_search_are_known(store: Store, reader: Reader):
    wanted = Filter(endpoints=frozenset(["late"]))
    store.write([], [Event(n, 1, Kind.SENT) for n in range(3000)])
    found = matching_rows(reader, wanted, 0, never, end=6000)
    store.write(
        [Source(8, Role.SERVER, "late", "tcp://[::1]:1")],
        [Event(n, 8, Kind.SENT) for n in range(3000)],
    )
    assert numbers(found) == list(range(3000, 6000))


def test_cancelled(store: Store, reader: Reader):
    store.write([], [Event(n, 1, Kind.SENT) for n in range(30_000)])
    answers = iter([False, True])
    found = matching_rows(reader, Filter(), 0, lambda: next(answers))
    assert [len(rows) for rows in found] == [8192]


def test_a_search_goes_on_behind_a_missing_part(store: Store, reader: Reader):
    store.write([], [Event(n, 1, Kind.SENT) for n in range(20_000)])
    store._database.execute("DELETE FROM segments WHERE first = 8192")
    found = numbers(matching_rows(reader, Filter(), 9000, never))
    assert found == list(range(16384, 20_000))


def test_damaged_rows_are_found_as_the_notes_that_stand_for_them(store: Store, session: Reader):
    rows = session.count()
    store._database.execute("UPDATE segments SET marks = x'00'")
    assert numbers(matching_rows(session, Filter(), 0, never)) == list(range(rows))
    assert numbers(matching_rows(session, Filter(text="damaged"), 0, never)) == list(range(rows))
    sent = Filter(kinds=frozenset([Kind.SENT]))
    assert numbers(matching_rows(session, sent, 0, never)) == []


def test_a_period_is_found_where_only_a_part_of_a_segment_is_in_it(store: Store, reader: Reader):
    store.write([], [Event(n, 1, Kind.SENT, b"7") for n in range(30_000)])
    wanted = Filter(begin=8_000, end=20_000, text="7")
    assert numbers(matching_rows(reader, wanted, 0, never)) == list(range(8_000, 20_000))


def test_a_query_goes_on_without_looking_at_all_sources_again(
    store: Store, reader: Reader, monkeypatch
):
    query = Query(reader, Filter(endpoints=frozenset(["client"])))
    looked_at: list[int] = []
    sources = reader.sources

    def counted(after=0):
        found = sources(after)
        looked_at.extend(source.number for source in found)
        return found

    monkeypatch.setattr(reader, "sources", counted)
    for count in range(1, 5):
        store.write([], [Event(count, 3, Kind.SENT)])
        assert numbers(query.rows(count - 1, never)) == [count - 1]
    assert looked_at == [1, 2, 3]
    store.write([Source(4, Role.CLIENT, "client", "")], [Event(9, 4, Kind.SENT)])
    assert numbers(query.rows(4, never)) == [4]
    assert looked_at == [1, 2, 3, 4]
    query.close()


@pytest.mark.needs("reads that end")
def test_an_expression_without_end_is_given_up(store: Store, reader: Reader):
    store.write([], [Event(1, 1, Kind.SENT, b"a" * 60 + b"b")])
    answers = iter([False, False, True])
    wanted = looking_for("(a+)+$", PatternSyntax.REGEX)
    assert numbers(matching_rows(reader, wanted, 0, lambda: next(answers))) == []


def test_what_is_no_expression_is_refused(reader: Reader):
    with pytest.raises(PatternError):
        numbers(matching_rows(reader, looking_for("(", PatternSyntax.REGEX), 0, never))
