import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListView, QPushButton, QWidget

from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import listed_scenarios
from socket_workbench.gui.scenarios.place import GalleryPlace

TEXT = 'format = 1\ntitle = "{}"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name in ("10-bye", "2-hello"):
        (folder / f"{name}.toml").write_text(TEXT.format(name), "utf-8")
    return folder


@pytest.fixture
def window(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def choice(window):
    return ScenarioChoice(listed_scenarios(), window)


@pytest.fixture
def place(choice, window):
    return GalleryPlace(choice, window)


def galleries(window):
    return [one for one in window.findChildren(Gallery) if one.isVisible()]


def shown(window):
    [gallery] = galleries(window)
    model = gallery.findChild(QListView).model()
    return [model.index(row).data() for row in range(model.rowCount())]


def press(qtbot, window, words):
    [gallery] = galleries(window)
    button = next(one for one in gallery.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_folder_is_chosen_and_its_scenarios_come_first(
    place, choice, window, qtbot, until, lessons, answer_dialog
):
    place.show()
    built_in = shown(window)
    press(qtbot, window, "Open a folder…")
    answer_dialog(window, lessons)
    until(lambda: galleries(window))

    assert shown(window) == ["2-hello", "10-bye", *built_in]
    assert choice.choose(str(lessons / "10-bye.toml"))
    ran: list[str] = []
    place.run_requested.connect(ran.append)
    press(qtbot, window, "Run")
    assert ran == [str(lessons / "2-hello.toml")]


def test_a_folder_is_closed_in_the_gallery(place, choice, window, qtbot, until, lessons):
    place.show_folder(str(lessons))
    until(lambda: galleries(window))
    press(qtbot, window, "Close the folder")

    until(lambda: galleries(window))
    assert "2-hello" not in shown(window)
    assert not choice.choose(str(lessons / "2-hello.toml"))
    assert place.folder.path is None


def test_a_folder_that_is_restored_shows_nothing(place, choice, window, until, lessons):
    place.restore_folder(str(lessons))
    until(lambda: choice.choose(str(lessons / "2-hello.toml")))

    assert galleries(window) == []


def test_a_folder_that_cannot_be_read_is_refused(place, window, until, tmp_path):
    refused: list[str] = []
    place.folder.refused.connect(refused.append)
    place.show_folder(str(tmp_path / "none"))
    until(lambda: refused)

    assert galleries(window) == []


def test_files_and_copies_are_asked_for(place, window, qtbot):
    opened: list[str] = []
    place.open_requested.connect(lambda: opened.append("open"))
    place.show()
    press(qtbot, window, "Open a file…")

    assert opened == ["open"]
    assert window.findChild(QFileDialog) is None
