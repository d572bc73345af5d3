import pytest

from socket_workbench.gui.models.log_filter_parts import (
    MESSAGES,
    FilterPart,
    direction_title,
    filter_parts,
    shown_kinds,
    with_connection_toggled,
    with_endpoint_toggled,
    with_kind_toggled,
    without,
)
from socket_workbench.journal.event import Kind
from socket_workbench.journal.query import Filter
from socket_workbench.journal.row import Direction

FULL = Filter(
    endpoints=frozenset({"server", "client"}),
    connections=frozenset({1, 7}),
    direction=Direction.TO_SERVER,
    kinds=MESSAGES,
    text="x",
)


def test_every_restriction_but_the_text_is_a_part():
    assert filter_parts(FULL, {1: "51342"}) == {
        FilterPart.ENDPOINTS: "client, server",
        FilterPart.CONNECTIONS: "connection 51342, #7",
        FilterPart.DIRECTION: "client → server",
        FilterPart.KINDS: "received, sent",
    }
    assert filter_parts(Filter(text="x"), {}) == {}


def test_hiding_few_kinds_is_said_shorter():
    wanted = with_kind_toggled(Filter(), Kind.ACCEPTED)
    assert filter_parts(wanted, {}) == {FilterPart.KINDS: "no accepted"}
    assert shown_kinds(wanted) == frozenset(Kind) - {Kind.ACCEPTED}


@pytest.mark.parametrize("part", FilterPart)
def test_a_part_can_be_taken_away_alone(part):
    left = without(FULL, part)
    assert part not in filter_parts(left, {})
    assert len(filter_parts(left, {})) == len(FilterPart) - 1
    assert left.text == "x"


def test_toggling_twice_changes_nothing():
    for toggle, value in (
        (with_kind_toggled, Kind.NOTE),
        (with_endpoint_toggled, "server"),
        (with_connection_toggled, 3),
    ):
        once = toggle(Filter(), value)
        assert once != Filter()
        assert toggle(once, value) == Filter()


def test_directions_have_arrows():
    assert direction_title(Direction.TO_CLIENT) == "server → client"
