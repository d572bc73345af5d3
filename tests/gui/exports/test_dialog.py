from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.exports.dialog import ExportChoice, ExportDialog
from socket_workbench.journal.export.format import export_formats

FORMATS = export_formats()


class Dialog(ExportDialog):
    """Keeps what was chosen."""

    def __init__(self, format, shown):
        super().__init__(Path("/tmp/session.csv"), format, frozenset(), shown, 4211)
        self.chosen: list[ExportChoice] = []
        self.export_requested.connect(self.chosen.append)


@pytest.fixture
def open_dialog(qtbot, theme):
    def open_dialog(shown=12, format=FORMATS["csv"]):
        dialog = Dialog(format, shown)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        return dialog

    return open_dialog


@pytest.fixture
def dialog(open_dialog):
    return open_dialog()


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_the_filter_shows_is_offered_first(dialog, qtbot):
    assert dialog.filtered.isChecked()
    assert dialog.filtered.text() == "What the filter shows (12)"
    assert dialog.everything.text() == "Everything (4,211)"
    press(qtbot, dialog.export_button)

    path = Path("/tmp/session.csv")
    assert dialog.chosen == [ExportChoice(FORMATS["csv"], False, path, False, frozenset())]


def test_every_format_is_offered_in_its_order(dialog):
    choice = dialog.format_choice
    offered = [choice.itemText(place) for place in range(choice.count())]
    assert offered == [format.title for format in FORMATS.values()]


def test_only_csv_can_be_marked_for_excel(dialog, qtbot):
    bom = dialog.option_boxes["csv"]["bom"]
    assert (bom.text(), bom.isVisible()) == ("Mark as UTF-8 for Excel", True)
    qtbot.keyClick(bom, Qt.Key.Key_Space)
    press(qtbot, dialog.export_button)
    dialog.show_mistake("")
    qtbot.keyClicks(dialog.format_choice, "json")
    assert not bom.isVisible()
    press(qtbot, dialog.export_button)

    assert [choice.options for choice in dialog.chosen] == [{"bom"}, set()]


def test_without_a_filter_there_is_only_everything(open_dialog, qtbot):
    dialog = open_dialog(shown=None)

    assert dialog.everything.isChecked()
    assert not dialog.filtered.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.chosen[0].everything


def test_the_name_follows_the_format_where_it_has_a_known_ending(dialog, qtbot):
    qtbot.keyClicks(dialog.format_choice, "pcapng")
    assert dialog.format is FORMATS["pcapng"]
    assert dialog.path_field.edit.text() == "/tmp/session.pcapng"
    assert "made up" in dialog.hint.text()
    dialog.path_field.edit.setText("/tmp/session.xyz")
    qtbot.keyClicks(dialog.format_choice, "text")
    assert dialog.path_field.edit.text() == "/tmp/session.xyz"


def test_a_missing_name_is_a_mistake(dialog, qtbot):
    dialog.path_field.edit.clear()
    press(qtbot, dialog.export_button)

    assert dialog.mistake.text() == "Name the file to write."
    assert dialog.chosen == []
    qtbot.keyClicks(dialog.path_field.edit, "x")
    assert dialog.mistake.isHidden()


def test_while_it_exports_only_cancel_can_be_pressed(dialog, qtbot):
    cancelled = []
    dialog.cancel_requested.connect(lambda: cancelled.append(True))
    press(qtbot, dialog.export_button)
    assert dialog.progress.isVisible()
    dialog.show_progress(1_000_000_000_000, 4_000_000_000_000)
    assert dialog.progress.value() == 250
    for widget in (dialog.export_button, dialog.path_field, dialog.format_choice, dialog.filtered):
        assert not widget.isEnabled()

    press(qtbot, dialog.cancel_button)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert cancelled == [True, True]
    assert dialog.isVisible()
    dialog.show_cancelled("It was cancelled.")
    assert dialog.hint.text() == "It was cancelled."
    assert dialog.export_button.isEnabled()
    assert dialog.filtered.isEnabled()
    press(qtbot, dialog.cancel_button)
    assert dialog.isHidden()


def test_a_file_that_is_there_is_replaced_when_that_is_pressed(dialog, qtbot):
    press(qtbot, dialog.export_button)
    dialog.offer_replacing("/tmp/session.csv already exists.")
    assert dialog.export_button.text() == "Replace"
    assert dialog.mistake.text().startswith("/tmp/session.csv already exists. Replace it")
    press(qtbot, dialog.export_button)
    assert dialog.chosen[-1].replace


def test_another_name_is_asked_for_anew(dialog, qtbot):
    press(qtbot, dialog.export_button)
    dialog.offer_replacing("It already exists.")
    qtbot.keyClicks(dialog.path_field.edit, "x")
    assert dialog.export_button.text() == "Export"
    press(qtbot, dialog.export_button)
    assert not dialog.chosen[-1].replace


def test_what_went_wrong_stands_below_the_name(dialog, qtbot):
    press(qtbot, dialog.export_button)
    dialog.show_mistake("It could not be written.")

    assert dialog.mistake.isVisible()
    assert dialog.path_field.edit.property("mistaken")
    assert dialog.export_button.isEnabled()


def test_every_text_is_translated(qtbot, theme, pseudo_language):
    dialog = ExportDialog(Path("x"), FORMATS["csv"], frozenset(), 3, 4)
    qtbot.addWidget(dialog)

    texts = [
        dialog.windowTitle(),
        dialog.hint.text(),
        *(one.text() for one in (dialog.filtered, dialog.everything)),
        *(one.text() for one in (dialog.export_button, dialog.cancel_button)),
        *(dialog.format_choice.itemText(place) for place in range(len(FORMATS))),
        dialog.option_boxes["csv"]["bom"].text(),
        dialog.option_boxes["csv"]["bom"].toolTip(),
    ]
    assert all(text.startswith("⟦") for text in texts)
