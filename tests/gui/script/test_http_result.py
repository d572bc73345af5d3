from contextlib import closing

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.http_result import HttpResult
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.journal.storage.store import Store

PAGE = "<p>こんにちは</p>"
RESPONSE = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    f"Content-Length: {len(PAGE.encode())}\r\n\r\n{PAGE}"
).encode()


@pytest.fixture
def result(qtbot):
    result = HttpResult()
    qtbot.addWidget(result)
    return result


@pytest.fixture
def show(result, qtbot):
    """Shows a response, and returns when it is there."""

    def show(data):
        result.hide()
        result.show_response(data)
        qtbot.waitUntil(lambda: not result.isHidden())
        assert running_jobs() == []

    return show


def text_of(result):
    (field,) = result.findChildren(QPlainTextEdit)
    return field.toPlainText()


def body_of(result):
    return text_of(result).partition("\n\n")[2]


def test_the_status_stands_above_headers_and_body(result, show):
    show(RESPONSE)

    chip = result.findChild(StateChip)
    assert (chip.word(), chip.tone()) == ("200 OK", Tone.OPEN)
    assert "HTTP/1.1" in [label.text() for label in result.findChildren(QLabel)]
    assert text_of(result).splitlines()[0] == "Content-Type: text/html; charset=utf-8"
    assert body_of(result) == PAGE
    assert result.body() == PAGE.encode()
    assert result.findChild(Notice).text() == ""


@pytest.mark.parametrize(
    ("status", "tone"), [("301", Tone.WAITING), ("404", Tone.ERROR), ("500", Tone.ERROR)]
)
def test_the_chip_shows_how_it_went(result, show, status, tone):
    show(f"HTTP/1.1 {status} Word\r\n\r\n".encode())

    assert result.findChild(StateChip).tone() is tone
    assert not result.findChild(QPushButton).isEnabled()


def test_what_is_missing_is_said(result, show):
    show(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")

    assert result.findChild(Notice).text() == "The body is not complete: 3 of 10 bytes came."


def test_what_is_no_response_is_said_and_shown(result, show):
    show(b"Hello, zhangsan!")

    assert "no HTTP/1 response" in result.findChild(Notice).text()
    assert text_of(result) == "Hello, zhangsan!"
    show(RESPONSE)
    assert result.findChild(Notice).text() == ""


def test_bytes_are_shown_in_hex(result, show):
    show(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\x00")

    assert body_of(result).startswith("00000000  89 50 4e 47 00")


def test_a_long_line_is_shown_in_pieces(result, show):
    line = "0123456789" * 500
    show(b"HTTP/1.1 200 OK\r\n\r\n\n" + line.encode() + b"\nend\n")

    shown = text_of(result).split("\n")
    assert [len(piece) for piece in shown] == [0, 2000, 2000, 1000, 3, 0]
    assert "".join(shown) == line + "end"


@pytest.mark.parametrize("kind", [b"text/plain", b"image/png"])
def test_a_long_body_is_shown_in_part_and_kept_whole(result, show, kind):
    body = b"0123456789" * 30_000
    show(b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n" + body)

    assert body_of(result).endswith("save the body to see all of it.")
    assert result.body() == body


def test_the_body_is_saved(result, show, qtbot, tmp_path, answer_dialog):
    show(RESPONSE)
    path = tmp_path / "page.html"
    qtbot.mouseClick(result.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert answer_dialog(result, path) == "body.html"
    notice = result.findChild(Notice)
    qtbot.waitUntil(lambda: notice.text() == f"The body was saved as {path}.")

    assert path.read_bytes() == PAGE.encode()


def test_no_place_chosen_means_nothing_saved(result, show, answer_dialog):
    show(RESPONSE)
    result.findChild(QPushButton).click()
    answer_dialog(result, None)

    assert not running_jobs()
    assert not result.findChild(Notice).text()


def test_a_body_that_cannot_be_saved_is_a_sentence_in_the_widget(result, show, qtbot, tmp_path):
    show(RESPONSE)
    result.save_body(tmp_path / "missing" / "page.html")

    qtbot.waitUntil(lambda: "could not be written" in result.findChild(Notice).text())


def test_a_body_is_not_saved_over_a_session_that_is_recorded(result, show, qtbot, tmp_path):
    with closing(Store(tmp_path / "running.swb")) as store:
        before = store.path.read_bytes()
        show(RESPONSE)
        result.save_body(store.path)
        notice = result.findChild(Notice)
        qtbot.waitUntil(lambda: "a session that is being recorded" in notice.text())
        assert store.path.read_bytes() == before


def test_it_can_be_forgotten(result, show):
    show(RESPONSE)
    result.clear()

    assert not result.isVisible()
    assert result.body() == b""


def test_the_newest_response_is_shown(result, qtbot):
    long = b"HTTP/1.1 404 Long\r\n\r\n" + b"x\n" * 3_000_000
    result.show_response(long)
    result.show_response(RESPONSE)
    qtbot.waitUntil(lambda: running_jobs() == [])
    QCoreApplication.processEvents()

    assert result.body() == PAGE.encode()


def test_what_was_forgotten_does_not_come_back(result, qtbot):
    result.show_response(RESPONSE)
    result.clear()
    qtbot.waitUntil(lambda: running_jobs() == [])
    QCoreApplication.processEvents()

    assert result.isHidden()
    assert result.body() == b""
