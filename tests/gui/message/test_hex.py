import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.message import hex as message_detail_hex
from socket_workbench.gui.message.grid import HexGrid
from socket_workbench.gui.message.hex import HexView

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot):
    view = HexView()
    qtbot.addWidget(view)
    view.resize(700, 200)
    with qtbot.waitExposed(view):
        view.show()
    view.set_payload(bytes(range(256)) * 4)
    return view


def clipboard():
    return QGuiApplication.clipboard().text()


def test_everything_is_copied_without_a_selection(view, qtbot):
    view.set_payload(b"Hello")
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "48 65 6c 6c 6f"


def test_keys_move_and_select(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert view.selected_range() == range(1, 18)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert not view.selected_range()
    qtbot.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert view.selected_range() == range(16, 32)
    qtbot.keyClick(view, Qt.Key.Key_Home, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_End, CONTROL | SHIFT)
    assert view.selected_range() == range(1024)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert view.selected_range() == range(1024)


def test_keys_bring_the_cursor_into_sight(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_End, CONTROL)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_Home, CONTROL)
    assert bar.value() == 0


def test_the_mouse_selects_bytes(view, qtbot):
    grid = view._grid
    places = [
        QPoint(round(10 + grid.hex_left(place)) + 1, round(10 + grid.line_height * line) + 4)
        for place, line in ((2, 0), (5, 1))
    ]
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(view.viewport(), places[1])
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=places[1])
    assert view.selected_range() == range(2, 21)
    view.copy()
    assert clipboard().startswith("02 03")
    assert clipboard().endswith("13 14")


def test_shift_and_a_press_widen_the_selection(view, qtbot):
    view.select(4, 8)
    grid = view._grid
    place = QPoint(round(10 + grid.text_left(12)) + 1, 14)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, place)
    assert view.selected_range() == range(4, 12)


def test_a_selection_is_painted(view):
    before = view.viewport().grab().toImage()
    view.select(3, 40)
    assert view.viewport().grab().toImage() != before


def test_only_what_is_seen_is_painted(view, monkeypatch):
    view.set_payload(bytes(64 * 1024 * 1024))
    painted = []

    def noted(grid, payload, line):
        painted.append(line)
        return line_texts(grid, payload, line)

    line_texts = HexGrid.line_texts
    monkeypatch.setattr(HexGrid, "line_texts", noted)
    view.verticalScrollBar().setValue(1_000_000)
    view.viewport().grab()
    assert painted
    assert set(painted) <= set(range(1_000_000, 1_000_030))


def test_the_clipboard_is_not_flooded(view, monkeypatch):
    monkeypatch.setattr(message_detail_hex, "MOST_COPIED", 4)
    view.copy()
    assert clipboard() == "00 01 02 03"


def test_another_payload_begins_at_its_top(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_End, CONTROL)
    view.set_payload(b"x" * 100)
    assert view.verticalScrollBar().value() == 0
    assert not view.selected_range()


def test_an_empty_payload_can_be_moved_about_in(view, qtbot):
    view.set_payload(b"")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        qtbot.keyClick(view, key, SHIFT)
    assert not view.selected_range()
    view.viewport().grab()


def test_a_narrow_view_scrolls_sideways(view, qtbot):
    view.resize(200, 200)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)


def test_a_larger_type_makes_lines_higher(view, qtbot):
    before = view._grid.line_height
    view.setFont(text_font(2.0))
    qtbot.waitUntil(lambda: view._grid.line_height > before * 1.5)


def test_it_has_a_name_for_readers_of_the_screen(view):
    assert view.accessibleName() == "Message in hex"


def test_what_was_found_is_highlighted_on_each_of_its_lines(view):
    before = view.grab().toImage()
    view.set_found([(14, 18), (500, 501)])
    first = view.grab().toImage()
    assert first != before
    view.set_found([(14, 16)])
    assert view.grab().toImage() != first
    view.set_payload(bytes(range(256)) * 4)
    assert view.grab().toImage() == before


def test_a_narrow_view_has_shorter_lines_and_shows_the_same_bytes(view, qtbot):
    view.verticalScrollBar().setValue(20)
    assert view.horizontalScrollBar().maximum() == 0
    view.resize(400, 200)
    qtbot.waitUntil(lambda: view.viewport().width() < 400)
    assert view.verticalScrollBar().value() == 40
    assert view.horizontalScrollBar().maximum() == 0
    view.resize(700, 200)
    qtbot.waitUntil(lambda: view.viewport().width() > 400)
    assert view.verticalScrollBar().value() == 20
