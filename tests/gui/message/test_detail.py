import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QPushButton

from socket_workbench.gui.message.detail import MessageDetail
from socket_workbench.gui.message.text import MOST_BYTES
from socket_workbench.gui.rows.encodings import ENCODINGS
from socket_workbench.gui.rows.line import log_line
from socket_workbench.gui.rows.text import Notation
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row


@pytest.fixture
def detail(qtbot):
    detail = MessageDetail()
    qtbot.addWidget(detail)
    detail.resize(900, 200)
    with qtbot.waitExposed(detail):
        detail.show()
    return detail


@pytest.fixture
def show(detail, recording):
    def show(payload=b"", kind=Kind.SENT, text=""):
        row = Row(0, 0, recording.accepted, kind, len(payload), payload[:256], text)
        detail.show_message(log_line(row, 100_000), payload)

    return show


def button(detail, title):
    return next(one for one in detail._buttons.buttons() if one.text() == title)


def seen(detail):
    return detail.hex_view.isVisible(), detail.text_view.isVisible()


def test_a_message_is_shown_in_hex_and_as_text(detail, show):
    show(b"Hello, zhangsan!")
    assert seen(detail) == (True, True)
    assert detail.text_view.toPlainText() == "Hello, zhangsan!"
    assert detail.footer.text().startswith("16 bytes · server → 127.0.0.1:51342")


@pytest.mark.parametrize(
    ("title", "notation", "expected"),
    [
        ("Text", Notation.TEXT, (False, True)),
        ("Hex", Notation.HEX, (True, False)),
        ("Both", Notation.BOTH, (True, True)),
    ],
)
def test_the_notation_can_be_chosen(detail, show, qtbot, title, notation, expected):
    show(b"x")
    qtbot.mouseClick(button(detail, title), Qt.MouseButton.LeftButton)
    assert detail.notation is notation
    assert seen(detail) == expected
    assert button(detail, title).isChecked()


def test_the_encoding_can_be_chosen(detail, show):
    show("こんにちは".encode("shift_jis"))
    assert "not UTF-8" in detail.footer.text()
    detail.set_encoding("shift_jis")
    assert detail.text_view.toPlainText() == "こんにちは"
    assert "Shift_JIS" in detail.footer.text()
    assert detail.encoding_name() == "shift_jis"


def test_an_encoding_that_is_not_offered_is_used_if_it_is_one(detail, show):
    show("日".encode("iso2022_jp"))
    detail.set_encoding("iso2022_jp")
    assert detail.text_view.toPlainText() == "日"
    with pytest.raises(ValueError, match="rot13"):
        detail.set_encoding("rot13")
    assert detail.encoding_name() == "iso2022_jp"


@pytest.mark.parametrize(("title", "name"), ENCODINGS)
def test_every_encoding_offered_can_be_used(detail, show, title, name):
    show("text".encode(name))
    detail.set_encoding(name)
    assert detail.text_view.toPlainText() == "text"


def test_an_event_without_bytes_shows_its_sentence(detail, show):
    show(kind=Kind.ERROR, text="It broke.")
    assert seen(detail) == (False, True)
    assert detail.text_view.toPlainText() == "It broke."
    show(b"x")
    assert seen(detail) == (True, True)


def test_a_long_message_says_what_only_hex_shows(detail, show):
    show(b"x" * (MOST_BYTES + 7))
    assert "the last 7 bytes are shown only in hex" in detail.footer.text()
    detail.set_notation(Notation.HEX)
    assert "only in hex" not in detail.footer.text()


def test_nothing_is_shown_when_no_row_is_selected(detail, show):
    show(b"x")
    detail.clear()
    assert detail.text_view.toPlainText() == ""
    assert detail.footer.text() == "Select a row to see it in full."


def test_everything_can_be_reached_with_the_keyboard(detail):
    for widget in (detail.hex_view, detail.text_view, detail.encoding, button(detail, "Hex")):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName() or widget.text()


@pytest.mark.parametrize("beside", [True, False])
def test_the_foot_is_below_at_the_right_of_the_log_and_in_the_head_below_it(detail, show, beside):
    show(b"Hello, zhangsan!")
    link = QPushButton("Send again")
    detail.links.addWidget(link)
    detail.set_beside(not beside)
    detail.set_beside(beside)
    QCoreApplication.processEvents()
    assert detail.footer.isVisible()
    assert link.isVisible()
    views = detail.hex_view.mapTo(detail, QPoint())
    text = detail.text_view.mapTo(detail, QPoint())
    assert (text.y() > views.y(), text.x() > views.x()) == (beside, not beside)
    for widget in (detail.footer, link):
        assert (widget.mapTo(detail, QPoint()).y() > text.y()) == beside
    assert not link.geometry().intersects(detail.footer.geometry())


def test_text_begins_below_the_hex(theme, detail, show):
    show(b"x")
    detail.set_beside(True)
    QCoreApplication.processEvents()
    text = detail.text_view
    left = text.viewport().mapTo(detail, text.cursorRect().topLeft()).x()
    assert left == detail.hex_view.viewport().mapTo(detail, QPoint()).x() + 10
