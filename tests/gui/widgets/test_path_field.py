from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from socket_workbench.gui.widgets.path_field import PathField


@pytest.fixture
def open_field(qtbot):
    def open_field(**choices):
        field = PathField("Export to", **choices)
        qtbot.addWidget(field)
        with qtbot.waitActive(field):
            field.show()
        return field

    return open_field


@pytest.mark.parametrize(
    ("typed", "path"),
    [("", None), ("  ", None), (" /a/b.txt ", Path("/a/b.txt")), ("~nobody-here/x", None)],
)
def test_what_is_typed_is_a_path(open_field, qtbot, typed, path):
    field = open_field()
    qtbot.keyClicks(field.edit, typed)

    assert field.path() == (Path(typed) if typed.startswith("~") else path)


def test_the_home_folder_has_a_short_name(open_field, own_home):
    field = open_field()
    field.edit.setText("~/log.txt")

    assert field.path() == own_home / "log.txt"


@pytest.mark.parametrize("asks", [True, False])
def test_a_file_is_chosen(open_field, qtbot, tmp_path, asks):
    field = open_field(asks_to_replace=asks)
    field.set_path(tmp_path / "first.txt")
    qtbot.mouseClick(field.browse_button, Qt.MouseButton.LeftButton)
    chooser = field.findChild(QFileDialog)
    qtbot.waitUntil(chooser.isVisible)
    assert Path(chooser.directory().path()) == tmp_path

    name = chooser.findChild(QLineEdit)
    assert name.text() == "first.txt"
    name.setText("second.txt")
    with qtbot.waitSignal(chooser.fileSelected):
        chooser.accept()

    assert field.path() == tmp_path / "second.txt"
    assert field.is_confirmed is asks
    qtbot.keyClicks(field.edit, "x")
    assert not field.is_confirmed


def test_a_screen_reader_is_told_what_it_is_for(open_field):
    assert open_field().edit.accessibleName() == "Export to"
