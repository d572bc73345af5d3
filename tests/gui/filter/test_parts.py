from collections.abc import Callable
from dataclasses import fields

from socket_workbench.gui.filter.parts import (
    MESSAGES,
    direction_title,
    filter_parts,
    shown_kinds,
    with_connection_toggled,
    with_endpoint_toggled,
    with_kind_toggled,
)
from socket_workbench.gui.rows.time import time_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.journal.search.filter_language import format_filter, parse_filter
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax

NOON = 1_700_000_000_000_000_000
FULL = Filter(
    endpoints=frozenset({"server", "client"}),
    connections=frozenset({1, 7}),
    sources=frozenset({5}),
    peer="127.0.0.1",
    direction=Direction.TO_SERVER,
    kinds=MESSAGES,
    calls=frozenset({"send", "recv"}),
    lost=True,
    pieces=Pieces.MESSAGES,
    text="x",
    patterns=(
        Pattern(PatternSyntax.TEXT, "a\r\n", cased=True, whole_words=True),
        Pattern(PatternSyntax.REGEX, "a+"),
        Pattern(PatternSyntax.HEX, "4865", hidden=True),
    ),
    begin=NOON,
    hidden_endpoints=frozenset({"client 2"}),
    hidden_connections=frozenset({9}),
    hidden_peers=frozenset({"[::1]"}),
    hidden_sources=frozenset({8}),
    hidden_directions=frozenset({Direction.TO_CLIENT}),
    hidden_calls=frozenset({"bind"}),
    hidden_periods=frozenset({(None, NOON), (NOON + 10**9, None)}),
)


def titles(wanted, names=None):
    return [part.title for part in filter_parts(wanted, names or {})]


def test_every_restriction_is_a_part():
    assert titles(FULL, {1: "conn:1 [::1]:51342"}) == [
        "client, server",
        "not client 2",
        "conn:1 [::1]:51342, conn:7",
        "not conn:9",
        "source 5",
        "not source 8",
        "peer 127.0.0.1",
        "not peer [::1]",
        "client → server",
        "not server → client",
        "received, sent",
        "calls recv, send",
        "not calls bind",
        "what was lost",
        f"from {time_text(NOON)}",
        f"not before {time_text(NOON)}",
        f"not from {time_text(NOON + 10**9)}",
        "“x”",
        r"“a\r\n”, case matters, whole words",
        "/a+/i",
        "not bytes 48 65",
    ]
    assert titles(Filter()) == []


def test_periods_are_said_as_they_are():
    assert titles(Filter(end=NOON)) == [f"before {time_text(NOON)}"]
    assert titles(Filter(begin=NOON, end=NOON + 10**9)) == [
        f"{time_text(NOON)} – {time_text(NOON + 10**9)}"
    ]


def test_hiding_few_kinds_is_said_shorter():
    wanted = with_kind_toggled(Filter(), Kind.ACCEPTED)
    assert titles(wanted) == ["no accepted"]
    assert shown_kinds(wanted) == frozenset(Kind) - {Kind.ACCEPTED}


def test_a_part_can_be_taken_away_alone():
    every = titles(FULL)
    for place, part in enumerate(filter_parts(FULL, {})):
        assert titles(part.rest) == every[:place] + every[place + 1 :]


def test_toggling_twice_changes_nothing():
    toggles: list[Callable[[Filter], Filter]] = [
        lambda wanted: with_kind_toggled(wanted, Kind.NOTE),
        lambda wanted: with_endpoint_toggled(wanted, "server"),
        lambda wanted: with_connection_toggled(wanted, 3),
    ]
    for toggle in toggles:
        once = toggle(Filter())
        assert once != Filter()
        assert toggle(once) == Filter()


def test_directions_have_arrows():
    assert direction_title(Direction.TO_CLIENT) == "server → client"


def test_without_all_its_parts_a_filter_shows_everything():
    assert all(
        getattr(FULL, each.name) != each.default
        for each in fields(FULL)
        # What find looks for is no part of what is typed.
        if each.name not in ("end", "contents")
    )
    rest = FULL
    while parts := filter_parts(rest, {}):
        rest = parts[-1].rest
        assert parse_filter(format_filter(rest)) == rest
    assert rest == Filter(pieces=FULL.pieces)


def test_what_is_chosen_is_no_longer_hidden():
    hidden = Filter(hidden_endpoints=frozenset({"a"}), hidden_connections=frozenset({3}))
    assert with_endpoint_toggled(hidden, "a").hidden_endpoints == frozenset()
    assert with_connection_toggled(hidden, 3).hidden_connections == frozenset()
