import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from socket_workbench.gui.widgets.file_dialogs import (
    ask_for_file,
    ask_for_folder,
    ask_where_to_save,
)


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


def test_a_file_that_exists_is_chosen(parent, answer_dialog, tmp_path):
    chosen: list[str] = []
    path = tmp_path / "a.toml"
    path.touch()
    ask_for_file(parent, "Open", chosen.append, filters=["All (*)"], folder=tmp_path)
    dialog = parent.findChild(QFileDialog)
    assert (dialog.windowTitle(), dialog.nameFilters()) == ("Open", ["All (*)"])
    assert dialog.directory().path() == str(tmp_path)

    answer_dialog(parent, path)
    assert chosen == [str(path)]


def test_a_folder_that_exists_is_chosen(parent, answer_dialog, tmp_path):
    chosen: list[str] = []
    ask_for_folder(parent, "Open", chosen.append, tmp_path)
    assert parent.findChild(QFileDialog).directory().path() == str(tmp_path)

    (tmp_path / "a").mkdir()
    answer_dialog(parent, tmp_path / "a")
    assert chosen == [str(tmp_path / "a")]


def test_a_place_is_chosen_with_the_suffix_where_none_is_typed(parent, answer_dialog, tmp_path):
    chosen: list[str] = []
    ask_where_to_save(parent, "Save", chosen.append, "x.swb", folder=tmp_path, suffix=".swb")

    assert answer_dialog(parent, tmp_path / "y") == "x.swb"
    assert chosen == [str(tmp_path / "y.swb")]


@pytest.mark.parametrize("confirms", [True, False])
def test_it_is_asked_before_a_file_is_replaced(parent, answer_dialog, confirms):
    ask_where_to_save(parent, "Save", print, "x", confirms=confirms)
    dialog = parent.findChild(QFileDialog)

    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite) is not confirms
    answer_dialog(parent, None)


def test_the_dialog_goes_with_the_widget_that_asked(parent, qtbot):
    asking = QWidget(parent)
    ask_where_to_save(asking, "Save", print, "x")
    (dialog,) = asking.findChildren(QFileDialog)
    asking.deleteLater()
    qtbot.waitUntil(lambda: not isValid(dialog))
