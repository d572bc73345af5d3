from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.filter_found import EVERY_KIND, FoundParts


def test_nothing_found_restricts_nothing():
    assert FoundParts().filter() == Filter()


def test_hidden_kinds_are_taken_from_those_wanted():
    assert FoundParts(hidden_kinds={Kind.NOTE}).filter() == Filter(kinds=EVERY_KIND - {Kind.NOTE})
    both = FoundParts(kinds={Kind.NOTE, Kind.SENT}, hidden_kinds={Kind.NOTE})
    assert both.filter() == Filter(kinds=frozenset([Kind.SENT]))


def test_every_kind_is_no_restriction():
    assert FoundParts(kinds=set(Kind)).filter() == Filter()


def test_the_other_parts():
    found = FoundParts(connections={3}, peers=["a"], periods=[(1, None)], hidden_endpoints={"x"})
    assert found.filter() == Filter(
        connections=frozenset([3]), peer="a", begin=1, hidden_endpoints=frozenset(["x"])
    )
