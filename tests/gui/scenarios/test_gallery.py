from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QScrollArea

from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.scenarios.builtin import builtin_path

ENTRIES = [
    GalleryEntry("calculator", "Calculator", "Two numbers and an operator.", ("tcp://a:6000",)),
    GalleryEntry("chat-room", "Chat room", "Everybody hears everybody.", ("tcp://a:13145",)),
    GalleryEntry("udp-echo", "UDP echo", "Each line comes back.", ("udp://a:13145",)),
]


@pytest.fixture
def gallery(qtbot, theme):
    gallery = Gallery(ENTRIES)
    qtbot.addWidget(gallery)
    with qtbot.waitActive(gallery):
        gallery.show()
    return gallery


@pytest.fixture
def asked(gallery):
    """Return what the gallery asks for, and whether it was closed by then."""
    asked = []
    gallery.run_requested.connect(lambda name: asked.append(("run", name, gallery.isHidden())))
    gallery.set_up_requested.connect(
        lambda name: asked.append(("set up", name, gallery.isHidden()))
    )
    gallery.open_requested.connect(lambda: asked.append(("open", "", gallery.isHidden())))
    return asked


def press(qtbot, gallery, *keys):
    for key in keys:
        qtbot.keyClick(gallery.focusWidget(), key)


def button(gallery, words):
    return next(one for one in gallery.findChildren(QPushButton) if one.text() == words)


def shown(gallery):
    model = gallery.findChild(QListView).model()
    return [model.index(row).data() for row in range(model.rowCount())]


def middle_of(gallery, row):
    view = gallery.findChild(QListView)
    return view.viewport(), view.visualRect(view.model().index(row, 0)).center()


def test_it_begins_with_the_first_scenario_and_the_keyboard_in_the_search(gallery):
    assert shown(gallery) == ["Calculator", "Chat room", "UDP echo"]
    assert gallery.current() == "calculator"
    assert isinstance(gallery.focusWidget(), QLineEdit)


def test_it_begins_with_the_one_asked_for(qtbot, theme):
    gallery = Gallery(ENTRIES, "udp-echo")
    qtbot.addWidget(gallery)

    assert gallery.current() == "udp-echo"
    gallery.choose("chat-room")
    assert gallery.current() == "chat-room"
    gallery.choose("nowhere")
    assert gallery.current() == "calculator"


def test_arrows_choose_and_enter_runs(gallery, asked, qtbot):
    press(qtbot, gallery, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)

    assert asked == [("run", "chat-room", True)]


def test_enter_in_the_list_runs_once(gallery, asked, qtbot):
    gallery.findChild(QListView).setFocus()
    press(qtbot, gallery, Qt.Key.Key_Down, Qt.Key.Key_Enter)

    assert asked == [("run", "chat-room", True)]


def test_escape_closes_and_asks_for_nothing(gallery, asked, qtbot):
    press(qtbot, gallery, Qt.Key.Key_Escape)

    assert gallery.isHidden()
    assert asked == []


def test_typing_seeks_and_what_was_chosen_stays_while_it_is_found(gallery, qtbot):
    gallery.choose("udp-echo")
    qtbot.keyClicks(gallery.focusWidget(), "13145")

    assert shown(gallery) == ["Chat room", "UDP echo"]
    assert gallery.current() == "udp-echo"
    qtbot.keyClicks(gallery.focusWidget(), " every")
    assert shown(gallery) == ["Chat room"]
    assert gallery.current() == "chat-room"


def test_where_nothing_is_found_nothing_can_be_run_and_all_can_come_back(gallery, asked, qtbot):
    qtbot.keyClicks(gallery.focusWidget(), "nowhere")

    assert gallery.current() == ""
    assert not button(gallery, "Run").isEnabled()
    assert not button(gallery, "Load without running").isEnabled()
    assert not gallery.findChild(QListView).isVisible()
    press(qtbot, gallery, Qt.Key.Key_Return)
    assert asked == []

    qtbot.mouseClick(button(gallery, "Show all scenarios"), Qt.MouseButton.LeftButton)

    assert len(shown(gallery)) == 3
    assert gallery.findChild(QListView).isVisible()
    assert gallery.current() == "calculator"
    assert button(gallery, "Run").isEnabled()


def test_a_click_chooses_and_a_double_click_runs(gallery, asked, qtbot):
    viewport, place = middle_of(gallery, 1)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert gallery.current() == "chat-room"
    assert asked == []
    viewport, place = middle_of(gallery, 2)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)

    assert asked == [("run", "udp-echo", True)]


def test_a_click_beside_the_rows_leaves_the_choice(gallery, qtbot):
    viewport = gallery.findChild(QListView).viewport()
    below = QPoint(viewport.width() // 2, viewport.height() - 4)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=below)

    assert gallery.current() == "calculator"


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("Run", ("run", "chat-room", True)),
        ("Load without running", ("set up", "chat-room", True)),
        ("Open a file…", ("open", "", True)),
    ],
)
def test_each_button_asks_for_one_thing_by_mouse_and_by_enter(gallery, asked, qtbot, words, wish):
    gallery.choose("chat-room")
    qtbot.mouseClick(button(gallery, words), Qt.MouseButton.LeftButton)
    assert asked == [wish]

    with qtbot.waitActive(gallery):
        gallery.show()
    button(gallery, words).setFocus()
    press(qtbot, gallery, Qt.Key.Key_Return)
    assert asked == [wish, wish]


def test_find_returns_to_the_search(gallery, qtbot):
    qtbot.keyClicks(gallery.focusWidget(), "room")
    gallery.findChild(QListView).setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert gallery.focusWidget().selectedText() == "room"


def test_rows_are_as_high_as_their_summaries_when_the_width_alone_has_changed(qtbot, theme):
    words = " ".join(["A sentence about what the scenario does."] * 7)
    gallery = Gallery([GalleryEntry("long", "Long", words), *ENTRIES])
    qtbot.addWidget(gallery)
    gallery.show()
    view = gallery.findChild(QListView)
    assert view is not None

    def rect(row):
        return view.visualRect(view.model().index(row, 0))

    width, heights = gallery.width(), []
    for wanted in (width, width // 2, width):
        gallery.set_usual_size(wanted, gallery.height())
        gallery.fit()
        qtbot.waitUntil(lambda: rect(1).top() == rect(0).bottom() + 1)
        heights.append(rect(0).height())
    assert heights[1] > heights[0] == heights[2]


def test_every_text_is_translated(qtbot, theme, pseudo_language):
    gallery = Gallery(ENTRIES)
    qtbot.addWidget(gallery)

    texts = [gallery.windowTitle()]
    texts += [one.placeholderText() for one in gallery.findChildren(QLineEdit)]
    texts += [one.text() for one in gallery.findChildren(QPushButton)]
    assert [text for text in texts if not text.startswith("⟦")] == []


def test_a_file_of_ones_own_can_be_begun_as_a_copy(gallery, qtbot):
    told: list[Path] = []
    gallery.copy_requested.connect(told.append)
    gallery.choose("chat-room")
    (button,) = (each for each in gallery.findChildren(QPushButton) if each.text() == "New")
    menu = button.menu()
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    assert titles[0] == "A copy of Chat room"
    assert titles[2:4] == ["My scenario", "Acknowledge by rules"]
    menu.actions()[0].trigger()

    assert told == [builtin_path("chat-room")]
    assert gallery.isHidden()


def test_its_buttons_stand_in_one_row_where_it_is_wide_and_wrap_where_it_is_narrow(
    gallery, theme, until
):
    buttons = gallery.findChildren(QPushButton)
    run, new = button(gallery, "Run"), button(gallery, "New")

    def is_whole():
        return all(
            each.width() >= each.sizeHint().width() and each.height() >= each.sizeHint().height()
            for each in buttons
            if each.isVisible()
        )

    assert is_whole()
    assert run.y() == new.y()
    assert run.geometry().right() == gallery.contentsRect().right() - 16
    theme.set_zoom(2.5)
    until(lambda: run.y() > button(gallery, "Load without running").y() and is_whole())
    assert gallery.findChild(QScrollArea) is None or not _scrolls_sideways(gallery)


def _scrolls_sideways(gallery):
    return gallery.findChild(QScrollArea).horizontalScrollBar().maximum() > 0
