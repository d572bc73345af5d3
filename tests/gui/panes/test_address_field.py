import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from socket_workbench.gui.panes.address_field import AddressField, AddressLine
from socket_workbench.gui.widgets.completion import Completion


def press_at(qtbot, widget):
    """Click where a widget is, whatever Qt finds there: an open popup first."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def check(text):
    return "" if text.isdigit() else f"'{text}' is no address."


class Place:
    """An address field, and another field to go to."""

    def __init__(self, qtbot):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.field = AddressField(check)
        self.other = QLineEdit()
        column.addWidget(self.field)
        column.addWidget(self.other)
        (self.line,) = self.field.findChildren(QLineEdit)
        self.committed: list[str] = []
        self.field.address_committed.connect(self.committed.append)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(self.line.hasFocus)


@pytest.fixture
def place(qtbot):
    return Place(qtbot)


def test_enter_commits_a_right_address(place, qtbot):
    qtbot.keyClicks(place.line, " 13145 ")
    qtbot.keyClick(place.line, Qt.Key.Key_Return)

    assert place.committed == ["13145"]
    assert place.field.mistake() == ""
    assert place.line.text() == " 13145 "


def test_leaving_commits_once(place, qtbot):
    qtbot.keyClicks(place.line, "13145")
    place.other.setFocus()
    place.line.setFocus()
    place.other.setFocus()

    assert place.committed == ["13145"]


def test_a_mistake_is_said_only_when_the_field_is_left(place, qtbot):
    qtbot.keyClicks(place.line, "nonsense")
    assert place.field.mistake() == ""

    place.other.setFocus()

    assert place.field.mistake() == "'nonsense' is no address."
    assert place.line.text() == "nonsense"
    assert place.line.accessibleDescription() == "'nonsense' is no address."
    assert place.line.actions()
    assert place.committed == []


def test_a_mistake_goes_as_soon_as_it_is_mended(place, qtbot):
    qtbot.keyClicks(place.line, "1x")
    qtbot.keyClick(place.line, Qt.Key.Key_Return)
    assert place.field.mistake() == "'1x' is no address."

    qtbot.keyClick(place.line, Qt.Key.Key_Backspace)

    assert place.field.mistake() == ""
    assert not place.line.actions()


def test_an_address_put_in_by_the_program_is_not_told_back(place):
    place.field.set_text("13145")
    place.other.setFocus()

    assert place.committed == []
    assert place.field.text() == "13145"


def test_what_is_wrong_is_told_to_the_owner_whenever_it_is_found(place, qtbot):
    told: list[str] = []
    changed: list[None] = []
    place.field.mistake_found.connect(told.append)
    place.field.text_changed.connect(lambda: changed.append(None))
    height = place.field.height()
    qtbot.keyClicks(place.line, "1x")
    assert told == []
    place.other.setFocus()
    qtbot.keyClicks(place.line, "y")
    assert told == ["'1x' is no address.", "'1xy' is no address."]
    assert len(changed) == 3
    assert place.line.actions()[0].toolTip() == told[-1]
    assert place.field.sizeHint().height() == height
    place.field.set_text("2")
    assert place.field.mistake() == ""
    assert len(told) == 2


def test_addresses_used_before_are_offered(place, qtbot):
    place.field.set_history(["13145", "9997"])
    completion = place.field.findChild(Completion)
    qtbot.keyClicks(place.line, "99")
    assert completion.texts() == ["9997"]
    qtbot.keyClick(place.line, Qt.Key.Key_Escape)
    qtbot.keyClick(place.line, Qt.Key.Key_Down)
    assert completion.texts() == ["9997", "13145"]


def test_enter_requests_a_start_once_also_with_an_address_chosen_from_the_list(place, qtbot):
    place.field.set_history(["13145", "9997"])
    with qtbot.waitSignal(place.field.start_requested):
        qtbot.keyClicks(place.line, "99")
        qtbot.keyClick(place.line, Qt.Key.Key_Down)
        qtbot.keyClick(place.line, Qt.Key.Key_Return)
    assert place.committed == ["9997"]
    place.field.set_text("nonsense")
    with qtbot.assertNotEmitted(place.field.start_requested):
        qtbot.keyClick(place.line, Qt.Key.Key_Return)
    assert place.field.mistake()


def test_a_click_elsewhere_is_not_eaten_by_the_list(place, qtbot):
    place.field.set_history(["13145", "13146"])
    button = QPushButton("Connect", place.window)
    place.window.layout().insertWidget(0, button)
    place.window.resize(400, 500)
    qtbot.keyClicks(place.line, "13")
    completion = place.field.findChild(Completion)
    qtbot.waitUntil(lambda: bool(completion.texts()) and button.isVisible())
    place.window.layout().activate()
    with qtbot.waitSignal(button.clicked):
        press_at(qtbot, button)
    assert QApplication.activePopupWidget() is None


def test_an_address_in_use_cannot_be_changed(place, qtbot):
    place.field.set_text("13145")
    place.field.set_read_only(True)
    qtbot.keyClicks(place.line, "9")
    qtbot.keyClick(place.line, Qt.Key.Key_Return)

    assert place.field.text() == "13145"
    assert place.committed == []


def test_it_can_be_gone_to_and_typed_over(place, qtbot):
    place.field.set_text("13145")
    place.other.setFocus()
    place.field.select_all()

    assert place.line.hasFocus()
    qtbot.keyClicks(place.line, "80")
    assert place.field.text() == "80"


def test_there_is_always_room_for_an_address(qtbot):
    field = AddressField(check)
    qtbot.addWidget(field)
    (line,) = field.findChildren(QLineEdit)
    font = line.font()
    for size in (10, 30):
        font.setPixelSize(size)
        line.setFont(font)
        field.setFont(font)
        assert line.minimumWidth() > line.fontMetrics().horizontalAdvance("127.0.0.1:13145")


def test_the_port_of_a_long_address_is_read_unless_it_is_being_edited(qtbot):
    """What is painted is compared with what a label with the elided text would be."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field, other = AddressField(check), QLineEdit()
    column.addWidget(field)
    column.addWidget(other)
    address = "tcp://[2001:db8:1234:5678:9abc:def0:1234:5678]:13145"
    field.set_text(address)
    window.resize(200, 100)
    window.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    (line,) = field.findChildren(AddressLine)

    elided = line.grab().toImage()
    assert line.shown_text().endswith(":13145")
    assert line.shown_text().startswith("tcp://")
    assert line.toolTip() == address
    line.setText(address.replace("5678:9abc", "ffff:0000"))
    # Only what was left out differs.
    assert line.grab().toImage() == elided
    line.setText(address.replace(":13145", ":13149"))
    assert line.grab().toImage() != elided

    field.set_text(address)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.grab()
    assert line.shown_text() == address
    assert line.toolTip() == ""
    other.setFocus()
    window.resize(900, 100)
    line.grab()
    assert line.shown_text() == address
