import pytest
from PySide6.QtGui import QFontDatabase

from socket_workbench.gui.looks import missing_scripts
from socket_workbench.gui.looks.missing_scripts import BOX, with_boxes

SYRIAC, TAMIL = "ܐ", "அ"


@pytest.fixture
def installed(qapp, monkeypatch):
    """The scripts for which there is a font; may be changed until the first text is shown."""
    scripts: set[QFontDatabase.WritingSystem] = set()
    monkeypatch.setattr(
        QFontDatabase,
        "families",
        lambda script: ["A family"] if script in scripts else [],
    )
    missing_scripts._boxes.cache_clear()
    yield scripts
    missing_scripts._boxes.cache_clear()


def test_letters_without_a_font_are_boxes(installed):
    assert with_boxes(f"a {SYRIAC}{SYRIAC}{TAMIL} z") == f"a {BOX * 3} z"


def test_letters_with_a_font_are_themselves(installed):
    installed.add(QFontDatabase.WritingSystem.Tamil)

    assert with_boxes(SYRIAC + TAMIL) == BOX + TAMIL


@pytest.mark.parametrize("text", ["", "plain", "grün → 日本語 한국어 😀 \ufffd ␀", "Ωж אب ก"])
def test_all_other_texts_stay_as_they_are(installed, text):
    assert with_boxes(text) == text


def test_what_this_system_has_is_asked_of_qt(qapp):
    families = QFontDatabase.families(QFontDatabase.WritingSystem.Syriac)

    assert (with_boxes(SYRIAC) == SYRIAC) == bool(families)
