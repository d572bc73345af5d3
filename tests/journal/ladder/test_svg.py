from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from tests.journal.ladder.conftest import Ladder

from socket_workbench.gui.looks.palette import LIGHT
from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.svg import COLORS, svg

SPACE = "{http://www.w3.org/2000/svg}"


@given(st.binary(max_size=80), st.text(max_size=80))
def test_it_is_xml_whatever_was_sent(payload, text):
    ladder = Ladder()
    ladder.add(ladder.client, Kind.SENT, payload)
    ladder.add(ladder.client, Kind.ERROR, text=text)
    ladder.call(ladder.client, f"recv({text})", "b''", 1)
    root = ElementTree.fromstring(svg(ladder.picture()))
    assert all("\n" not in (each.text or "") for each in root.iter(f"{SPACE}text"))


def test_what_looks_like_xml_is_text(ladder):
    ladder.add(ladder.client, Kind.SENT, b"<script>&amp;</script>")
    root = ElementTree.fromstring(svg(ladder.picture()))
    assert "<script>&amp;</script>  22" in [each.text for each in root.iter(f"{SPACE}text")]
    assert not list(root.iter(f"{SPACE}script"))


def test_the_colours_are_those_of_the_light_theme():
    differing = {ink for ink, color in COLORS.items() if getattr(LIGHT, ink.value) != color}
    # A lifeline is a line on paper, which the border of a card need not be.
    assert {ink.value for ink in differing} == {"line"}


def test_a_connection_that_is_refused_ends_in_a_cross(ladder):
    ladder.add(ladder.attempt, Kind.ERROR, text="Connection refused")
    root = ElementTree.fromstring(svg(ladder.picture()))
    crosses = [each.get("d", "") for each in root.iter(f"{SPACE}path")]
    assert len(crosses) == 1
    assert crosses[0].endswith("l10,10m0,-10l-10,10")
