import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.calls.columns import CALLS_TABLE
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.window.pages import LOG, PAGES
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.filter_language import parse_filter

CALLS = next(page for page in PAGES if page.key == "calls")


def texts(model, key="call"):
    column = CALLS_TABLE.keys.index(key)
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def conversation(recording, trace):
    """Record a conversation whose server waits in `accept`."""
    trace.call(recording.listener, "listen(5)", "None")
    accepting = trace.begin(recording.listener, "accept()")
    result = "(socket(fileno=9), ('127.0.0.1', 51342))"
    trace.call(recording.listener, "accept()", result, waited=2_400_000_000, number=accepting)
    recording.add((recording.accepted, Kind.ACCEPTED))
    trace.call(recording.accepted, "recv(1024)", "b''", b"zhangsan", thread="server 127.0.0.1:1")
    recording.receive(b"zhangsan")
    trace.call(recording.accepted, "recv(1024)", "ECONNRESET", thread="server 127.0.0.1:1")
    return trace


def test_each_call_is_a_row_with_what_came_of_it(conversation, page, qtbot):
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert texts(page.model) == [
        "listen(5) → None",
        "accept() → (socket(fileno=9), ('127.0.0.1', 51342))",
        "recv(1024) → b'zhangsan'",
        "recv(1024) → ECONNRESET",
    ]
    assert texts(page.model, "waited") == ["40 µs", "2.4 s", "40 µs", "40 µs"]
    assert texts(page.model, "thread") == ["listen", "listen", "127.0.0.1:1", "127.0.0.1:1"]
    assert texts(page.model, "peer")[2] == "127.0.0.1:51342"
    assert page.filter_bar.text_field.count() in ("", "4 calls", "4")


def test_rows_that_come_are_added_and_while_hidden_when_it_is_shown(
    conversation, page, recording, qtbot
):
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.rows_committed(conversation.call(recording.accepted, "close()", "None"))
    qtbot.waitUntil(lambda: texts(page.model)[-1] == "close() → None")

    page.hide()
    qtbot.waitUntil(lambda: not running_jobs())
    page.rows_committed(conversation.call(recording.listener, "close()", "None"))
    assert not running_jobs()
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("call:recv", ["recv(1024) → b'zhangsan'", "recv(1024) → ECONNRESET"]),
        ("ECONNRESET", ["recv(1024) → ECONNRESET"]),
        ("kind:received", []),
        ("kind:call_begun", ["accept()  returned"]),
        ("-call:recv kind:call,received", ["listen(5) → None", "accept() → (socket(fileno=9)"]),
    ],
)
def test_a_filter_restricts_the_calls_further(conversation, page, qtbot, typed, shown):
    page.filter_bar.set_filter(parse_filter(typed))

    def matches():
        found = texts(page.model)
        return len(found) == len(shown) and all(map(str.startswith, found, shown))

    qtbot.waitUntil(matches)
    assert not page.view.isHidden()


def test_find_finds_calls_only(conversation, page, qtbot):
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.finding.open()
    page.finding.bar.field.setText("zhangsan")
    for _ in range(2):
        page.finding.find_next()
        qtbot.waitUntil(lambda: page.view.currentIndex().row() == 2)
        qtbot.waitUntil(lambda: page.finding.bar.status.text().startswith("1 of 1"))


def test_the_row_that_is_selected_is_selected_in_the_log_and_the_other_way_round(
    conversation, recording, open_card, qtbot
):
    card = open_card()
    page = card.show_page(CALLS)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.view.selectRow(2)
    assert card.detail.line.text == "recv(1024) → b'zhangsan'"

    log = card.show_page(LOG)
    assert log.model.number_at(log.view.currentIndex().row()) == page.model.number_at(2) == 4
    log.view.selectRow(2)
    card.show_page(CALLS)
    assert page.view.currentIndex().row() == 1
    assert card.detail.line.row.number == 2

    # A row that is no call leaves the table of calls as it was.
    card.show_page(LOG).view.selectRow(3)
    card.show_page(CALLS)
    assert page.view.currentIndex().row() == 1


def test_rows_are_copied_as_text_and_as_python(conversation, page, qtbot):
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[1].split("\t")[1:] == [
        "server", "", "listen", "2.4 s",
        "accept() → (socket(fileno=9), ('127.0.0.1', 51342))  waited 2.4 s",
    ]  # fmt: skip

    actions = {action.text(): action for action in page.view.row_menu().actions()}
    actions["Copy as Python"].trigger()
    assert QGuiApplication.clipboard().text().splitlines()[1:3] == [
        "server.accept()  # (socket(fileno=9), ('127.0.0.1', 51342)), waited 2.4 s",
        "conn1.recv(1024)  # b'zhangsan'",
    ]


def test_cleared_calls_come_back(conversation, page, recording, qtbot):
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.clear_button.click()
    assert not page.model.rowCount()
    qtbot.waitUntil(lambda: page.hint.isHidden() and not page.view.isHidden())
    page.rows_committed(conversation.call(recording.listener, "close()", "None"))
    qtbot.waitUntil(lambda: texts(page.model) == ["close() → None"])
    page.clear_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)


def test_of_a_session_without_calls_it_says_how_they_are_recorded(recording, page, qtbot):
    recording.receive(b"x")
    page.rows_committed(recording.count)
    qtbot.waitUntil(page.hint.isVisible)
    assert page.view.isHidden()
    assert "recorded without a trace" in page.hint.words.text()
    assert page.hint.button.isHidden()
    page.filter_bar.set_filter(Filter(text="x"))
    qtbot.waitUntil(page.view.isVisible)
    assert page.hint.isHidden()
