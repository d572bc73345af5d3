import itertools
import re

import pytest
from PySide6.QtWidgets import QLabel

from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.stylesheet import restyle, shades, stylesheet
from socket_workbench.resources import resource_folder


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_every_place_is_filled(scheme):
    text = stylesheet(scheme, 1.0)
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)

    assert "$" not in rules
    assert not re.search(r"\d+u\b|px-", rules)
    assert scheme.accent in rules


def test_type_and_controls_scale_together():
    usual, large = stylesheet(LIGHT, 1.0), stylesheet(LIGHT, 1.5)

    assert "font-size: 12px" in usual
    assert "min-height: 28px" in usual
    assert "min-height: 26px" in usual
    assert "font-size: 18px" in large
    assert "min-height: 42px" in large
    assert "min-height: 41px" in large
    assert "border-radius: 6px" in large
    # Rounded before it is doubled.
    assert "width: 14px" in usual
    assert "width: 20px; height: 20px" in large


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_every_picture_it_names_is_there_in_the_right_color(scheme):
    names = set(re.findall(r"url\(looks:([^)]+)\)", stylesheet(scheme, 1.0)))

    assert names
    for name in names:
        picture = (resource_folder("icons") / name).read_text("utf-8")
        own = {"check.svg": scheme.on_accent, "tick.svg": scheme.text}
        wanted = own.get(name.rpartition("/")[2], scheme.dim)
        assert f'stroke="{wanted}"' in picture


TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text, and of what shows where a control is (WCAG 2.1, 1.4.3 and 1.4.11)."""

GROUNDS = ("card", "ground", "hover", "pressed", "selection", "idle_chip")
"""What any text and any border may stand on."""

OWN_GROUNDS = {
    "on_accent": ("accent", "accent_hover", "accent_pressed"),
    "error": ("card", "ground", "selection", "error_chip"),
    "open": ("card", "ground", "selection", "open_chip"),
}
"""What the inks stand on that are not for any ground."""

SURFACES = {
    *("line", "hover", "error_edge", "open_edge", "accent_edge"),
    *("accent_hover", "accent_pressed"),
}
SURFACE_RULES = re.compile(
    r"QFrame\[looks=|:disabled|:hover|:pressed|QGroupBox|QHeaderView::section|gridline"
)
"""Borders of surfaces and of what cannot be used, and the rules that may have them: they are not
needed to see where something is."""


def rules():
    """Return selectors and declarations of the template."""
    template = (resource_folder("styles") / "window.qss").read_text("utf-8")
    plain = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    return re.findall(r"([^{}]+)\{([^{}]*)\}", plain)


def named(prefix, body):
    """Return the colours that declarations whose names match have."""
    values = re.findall(rf"(?:^|;)\s*(?:{prefix})\s*:([^;]*)", body)
    return [name for value in values for name in re.findall(r"\$(\w+)", value)]


@pytest.fixture(params=[LIGHT, DARK], ids=lambda scheme: scheme.name)
def scheme(request):
    return request.param


def test_every_ink_can_be_read_on_whatever_it_may_stand_on(scheme, contrast):
    colors = shades(scheme)
    inks = {ink for _, body in rules() for ink in named(r"color|[\w-]*text-color", body)}
    low = {
        (ink, ground): contrast(colors[ink], colors[ground])
        for ink in inks
        for ground in OWN_GROUNDS.get(ink, GROUNDS)
        if contrast(colors[ink], colors[ground]) < TEXT
    }
    assert len(inks) > 5
    assert not low


def test_inks_and_grounds_of_one_rule_can_be_read(scheme, contrast):
    colors = shades(scheme)
    pairs = 0
    for selector, body in rules():
        for before in ("", "selection-"):
            inks = named(f"{before}color", body)
            grounds = named(f"{before}background(?:-color)?", body)
            for ink, ground in itertools.product(inks, grounds):
                pairs += 1
                assert contrast(colors[ink], colors[ground]) >= TEXT, selector
                assert ground in OWN_GROUNDS.get(ink, GROUNDS), selector
    assert pairs > 20


def test_every_ground_is_one_that_inks_are_tried_on():
    known = {*GROUNDS, *itertools.chain(*OWN_GROUNDS.values())}
    # Of handles, of what a box or a bar is filled with, and of a line that is one pixel wide.
    fills = {"edge", "dim", "line"}
    for selector, body in rules():
        assert set(named(r"background(?:-color)?", body)) <= known | fills, selector


def test_borders_of_what_can_be_used_are_seen_on_every_ground(scheme, contrast):
    colors = shades(scheme)
    seen = 0
    for selector, body in rules():
        for name in named(r"border[\w-]*", body):
            if name in SURFACES and SURFACE_RULES.search(selector):
                continue
            seen += 1
            for ground in ("card", "ground", "hover", "selection"):
                assert contrast(colors[name], colors[ground]) >= SHAPE, selector
    assert seen > 20


def test_rules_for_a_property_hold_once_it_has_changed(qtbot):
    label = QLabel("text")
    qtbot.addWidget(label)
    label.setStyleSheet('QLabel[tone="error"] { color: #010203; }')
    label.ensurePolished()
    label.setProperty("tone", "error")
    assert label.palette().windowText().color().name() != "#010203"
    restyle(label)
    assert label.palette().windowText().color().name() == "#010203"
