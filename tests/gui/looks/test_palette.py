import itertools
import math

import pytest
from PySide6.QtGui import QColor, QPalette

from socket_workbench.gui.looks.palette import (
    DARK,
    LIGHT,
    mix,
    qt_palette,
    tokens,
    use_tokens,
)

INKS = ("text", "dim", "accent", "open", "waiting", "error", "to_server", "to_client")
GROUNDS = ("card", "ground", "selection")
"""Every ink may be painted on every one of these."""

CHIPS = {
    "open": "open_chip",
    "waiting": "waiting_chip",
    "error": "error_chip",
    "dim": "idle_chip",
    "text": "idle_chip",
    "on_accent": "accent",
}
"""What an ink stands on besides."""

PAIRS = [*itertools.product(INKS, GROUNDS), *CHIPS.items()]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_what_it_stands_on(contrast, scheme, ink, ground):
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


def test_every_color_is_an_ink_or_a_ground_that_is_tried_or_the_line_of_surfaces():
    tried = {*INKS, *GROUNDS, *CHIPS, *CHIPS.values()}
    assert set(LIGHT._fields) - tried == {"name", "line"}


DIRECTIONS = ("to_server", "to_client")
#: How colours are seen without the receptor for red, or for green: matrices for linear
#: RGB at full severity (Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for
#: Simulation of Color Vision Deficiency").
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
APART = 25
"""CIELAB distance of colours told apart also in thin strokes; a difference of 2.3 is just seen."""


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(color, sight):
    """Return a colour in CIELAB (D65) as it is seen."""
    rgb = QColor(color)
    shares = (rgb.redF(), rgb.greenF(), rgb.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    seen = [min(max(share, 0.0), 1.0) for share in times(SIGHTS[sight], linear)]
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116
        for share in (part / whole for part, whole in zip(times(to_xyz, seen), white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, sight="usual"):
    return math.dist(lab(one, sight), lab(other, sight))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_two_directions_stay_apart_without_seeing_red_and_green(scheme, sight):
    assert distance(scheme.to_server, scheme.to_client, sight) >= APART


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_direction_looks_like_an_error_or_a_state(scheme, direction):
    for other in ("error", "waiting", "open", "text", "dim"):
        assert distance(getattr(scheme, direction), getattr(scheme, other)) >= APART


def test_distances_are_those_of_cielab():
    assert distance("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)
    assert distance("#FF0000", "#00FF00") == pytest.approx(170.6, abs=0.2)


def test_contrast_goes_from_one_to_twenty_one(contrast):
    assert contrast("#777777", "#777777") == pytest.approx(1.0)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_light_tokens_are_those_of_the_design():
    assert (LIGHT.ground, LIGHT.card, LIGHT.line) == ("#F4F5F7", "#FFFFFF", "#DDE0E6")
    assert (DARK.accent, DARK.on_accent, DARK.selection) == ("#8298FF", "#10131A", "#2A3354")


def test_a_color_is_known_by_its_name():
    assert DARK.color("open").name().upper() == "#6CE0A6"
    with pytest.raises(KeyError):
        DARK.color("name")


def test_mixing_goes_from_the_first_to_the_second():
    assert mix("#000000", "#FFFFFF", 0.0) == "#000000"
    assert mix("#000000", "#FFFFFF", 1.0) == "#ffffff"
    assert mix("#102030", "#304050", 0.5) == "#203040"


def test_the_tokens_in_use_can_be_changed():
    before = tokens()
    try:
        use_tokens(DARK)
        assert tokens() is DARK
    finally:
        use_tokens(before)


def test_qts_palette_follows_and_fades_what_is_disabled(qapp):
    palette = qt_palette(DARK)

    assert palette.color(QPalette.ColorRole.Window).name().upper() == DARK.ground
    enabled = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert enabled.name().upper() == DARK.text
    assert disabled.name().upper() == DARK.dim
