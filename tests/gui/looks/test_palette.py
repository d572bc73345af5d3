import pytest
from PySide6.QtGui import QPalette

from socket_workbench.gui.looks.palette import (
    DARK,
    LIGHT,
    mix,
    qt_palette,
    tokens,
    use_tokens,
)

PAIRS = [
    ("text", "card"),
    ("text", "ground"),
    ("text", "selection"),
    ("dim", "card"),
    ("dim", "ground"),
    ("dim", "selection"),
    ("dim", "idle_chip"),
    ("accent", "card"),
    ("on_accent", "accent"),
    ("open", "card"),
    ("open", "open_chip"),
    ("waiting", "card"),
    ("waiting", "waiting_chip"),
    ("waiting", "selection"),
    ("error", "card"),
    ("error", "ground"),
    ("error", "error_chip"),
    ("to_server", "card"),
    ("to_server", "selection"),
    ("to_client", "card"),
    ("to_client", "selection"),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_what_it_stands_on(scheme, ink, ground, contrast):
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


def test_contrast_goes_from_one_to_twenty_one(contrast):
    assert contrast("#777777", "#777777") == pytest.approx(1.0)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_light_tokens_are_those_of_the_design():
    assert (LIGHT.ground, LIGHT.card, LIGHT.line) == ("#F4F5F7", "#FFFFFF", "#DDE0E6")
    assert (DARK.accent, DARK.on_accent, DARK.selection) == ("#7C93FF", "#10131A", "#2A3354")


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
    assert disabled != enabled
