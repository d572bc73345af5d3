from socket_workbench.journal.event import FRAMED, Kind, Role, Source
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax

SOURCE = Source(5, Role.SERVER, "server", "tcp://[::1]:1", 3, "[::1]:1", "[::1]:51342")


def text(said, **choices):
    return Pattern(PatternSyntax.TEXT, said, **choices)


def test_equal_filters_compare_equal_however_they_are_made():
    assert Filter(patterns=(text("a"),)) == Filter(text="a")
    assert Filter(text="a", patterns=(text("a"), text("b"), text("b"))) == Filter(
        patterns=(text("a"), text("b"))
    )
    cased = text("a", cased=True)
    assert Filter(patterns=(cased, text("b"))) == Filter(text="b", patterns=(cased,))


def test_all_patterns_are_told():
    assert Filter().all_patterns() == ()
    hidden = text("b", hidden=True)
    assert Filter(text="a", patterns=(hidden,)).all_patterns() == (text("a"), hidden)


def test_what_is_hidden_is_not_wanted():
    assert Filter(hidden_endpoints=frozenset(["client"])).wants_source(SOURCE)
    assert not Filter(hidden_endpoints=frozenset(["server"])).wants_source(SOURCE)
    assert not Filter(hidden_connections=frozenset([3])).wants_source(SOURCE)
    assert not Filter(hidden_peers=frozenset(["51342"])).wants_source(SOURCE)


def test_names_are_those_of_any_case_and_peers_are_also_called_by_their_names():
    assert Filter(endpoints=frozenset(["SERVER"])).wants_source(SOURCE)
    assert Filter(peer="client 1").wants_source(SOURCE, "Client 1")
    assert not Filter(peer="client").wants_source(SOURCE, "Client 1")
    assert not Filter(peer="client 1").wants_source(SOURCE)
    assert not Filter(hidden_peers=frozenset(["client 1"])).wants_source(SOURCE, "Client 1")


def test_what_is_wanted():
    wanted = Filter(endpoints=frozenset(["server"]), connections=frozenset([3]), peer="[::1]")
    assert wanted.wants_source(SOURCE)
    assert not Filter(sources=frozenset([6])).wants_source(SOURCE)


def test_kinds_and_directions():
    wanted = Filter(direction=Direction.TO_SERVER)
    assert wanted.wants_kind(Role.SERVER, Kind.RECEIVED)
    assert not wanted.wants_kind(Role.CLIENT, Kind.RECEIVED)
    assert not Filter(kinds=frozenset([Kind.NOTE])).wants_kind(Role.SERVER, Kind.SENT)


def test_whether_the_source_matters():
    assert Filter(text="a", kinds=frozenset([Kind.NOTE]), begin=1, end=2).wants_every_source()
    for wanted in (
        Filter(direction=Direction.TO_SERVER),
        Filter(peer="1"),
        Filter(hidden_peers=frozenset(["1"])),
        Filter(endpoints=frozenset()),
    ):
        assert not wanted.wants_every_source()


def test_reads_or_the_messages_that_a_framing_has_found_in_them():
    framed = SOURCE._replace(framing="line")
    assert Filter(pieces=Pieces.MESSAGES).hides_reads_of(framed)
    assert not Filter(pieces=Pieces.MESSAGES).hides_reads_of(SOURCE)
    assert not Filter(pieces=Pieces.READS).hides_reads_of(framed)
    for kind in Kind:
        assert Filter(pieces=Pieces.READS).wants_kind(Role.SERVER, kind) == (kind not in FRAMED)
        assert Filter(pieces=Pieces.MESSAGES).wants_kind(Role.SERVER, kind)
    assert Filter(pieces=Pieces.READS).wants_every_source()
    assert not Filter(pieces=Pieces.MESSAGES).wants_every_source()
