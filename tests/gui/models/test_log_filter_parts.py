from socket_workbench.gui.models.log_filter_parts import (
    MESSAGES,
    direction_title,
    filter_parts,
    shown_kinds,
    with_connection_toggled,
    with_endpoint_toggled,
    with_kind_toggled,
)
from socket_workbench.gui.models.log_time import time_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.filter import Filter
from socket_workbench.journal.pattern import Pattern, PatternForm
from socket_workbench.journal.row import Direction

FULL = Filter(
    endpoints=frozenset({"server", "client"}),
    connections=frozenset({1, 7}),
    sources=frozenset({5}),
    peer="127.0.0.1",
    direction=Direction.TO_SERVER,
    kinds=MESSAGES,
    text="x",
    patterns=(
        Pattern(PatternForm.TEXT, "a\r\n", cased=True, whole_words=True),
        Pattern(PatternForm.REGEX, "a+"),
        Pattern(PatternForm.HEX, "4865", hidden=True),
    ),
    begin=0,
    hidden_endpoints=frozenset({"client 2"}),
    hidden_connections=frozenset({9}),
    hidden_peers=frozenset({"[::1]"}),
)


def titles(wanted, names=None):
    return [part.title for part in filter_parts(wanted, names or {})]


def test_every_restriction_is_a_part():
    assert titles(FULL, {1: "51342"}) == [
        "client, server",
        "not client 2",
        "connection 51342, #7",
        "not connection #9",
        "source 5",
        "peer 127.0.0.1",
        "not peer [::1]",
        "client → server",
        "received, sent",
        f"from {time_text(0)}",
        "“x”",
        r"“a\r\n”, case matters, whole words",
        "/a+/i",
        "not bytes 48 65",
    ]
    assert titles(Filter()) == []


def test_periods_are_said_as_they_are():
    assert titles(Filter(end=0)) == [f"before {time_text(0)}"]
    assert titles(Filter(begin=0, end=10**9)) == [f"{time_text(0)} – {time_text(10**9)}"]


def test_hiding_few_kinds_is_said_shorter():
    wanted = with_kind_toggled(Filter(), Kind.ACCEPTED)
    assert titles(wanted) == ["no accepted"]
    assert shown_kinds(wanted) == frozenset(Kind) - {Kind.ACCEPTED}


def test_a_part_can_be_taken_away_alone():
    every = titles(FULL)
    for place, part in enumerate(filter_parts(FULL, {})):
        assert titles(part.rest) == every[:place] + every[place + 1 :]


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
