import ast
import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox

from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.gui.window.pages import LOG, PYTHON
from socket_workbench.journal.event import Kind
from socket_workbench.programs.style import Style


def line_of(page, text):
    lines = page.view.toPlainText().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def listening(window, until, address="tcp://127.0.0.1:0", dialogue="echo"):
    pane = window.board.add_server()
    pane.address.set_text(address)
    pane.dialogue.set_choice(dialogue, {})
    assert pane.start()
    until(lambda: pane.running is not None and pane.running.bound is not None)
    return pane


def test_the_program_changes_with_the_fields_of_the_pane(window, python_page, until, qtbot):
    pane = window.board.add_server()
    source = python_page.view.toPlainText
    assert python_page.pane is pane
    until(lambda: "the dialogue manual" in source())
    combo = pane.dialogue.findChild(QComboBox)
    combo.setCurrentIndex(combo.findData("echo"))
    combo.activated.emit(combo.currentIndex())
    until(lambda: "the dialogue echo" in source())
    pane.options.set_values({"backlog": 7, "framing": "line"})
    until(lambda: "BACKLOG = 7" in source() and "def split(" in source())
    pane.address.select_all()
    qtbot.keyClicks(window.focusWidget(), "127.0.0.1:4321")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    until(lambda: "PORT = 4321" in source())
    assert python_page.shell_line.text() == "ncat --listen --keep-open 127.0.0.1 4321"


def test_a_hidden_page_writes_nothing(window, python_page, until, monkeypatch):
    pane = window.board.add_server()
    written: list[object] = []

    def count(*arguments):
        written.append(arguments)
        return "pass\n"

    monkeypatch.setattr("socket_workbench.gui.programs.page.program_of", count)
    window.card.show_page(LOG)
    pane.options.set_values({"backlog": 7})
    assert not python_page._writing.isActive()
    window.board.add_client()
    assert not written
    window.card.show_page(PYTHON)
    assert len(written) == 1


def test_a_style_that_does_not_fit_is_disabled_with_a_reason(window, python_page, qtbot):
    server = window.board.add_server()
    styles = python_page.styles
    styles[Style.SOCKETSERVER].click()
    assert "import socketserver" in python_page.view.toPlainText()
    window.board.add_client()
    assert not styles[Style.SOCKETSERVER].isEnabled()
    assert "socketserver is for servers" in styles[Style.SOCKETSERVER].toolTip()
    assert styles[Style.SOCKET].isChecked()
    assert "A TCP client, with plain socket calls" in python_page.view.toPlainText()
    styles[Style.ASYNCIO].click()
    assert "asyncio.run(main())" in python_page.view.toPlainText()
    python_page.show_pane(server)
    assert styles[Style.SOCKETSERVER].isEnabled()
    assert "A TCP server, with asyncio" in python_page.view.toPlainText()


def test_the_page_follows_the_pane_with_the_focus_and_the_list(window, python_page, until):
    server, client = window.board.add_server(), window.board.add_client()
    server.address.select_all()
    until(lambda: python_page.pane is server)
    client.address.select_all()
    until(lambda: python_page.pane is client)
    names = [python_page.choice.itemText(place) for place in range(python_page.choice.count())]
    assert names == [server.name, client.name]
    python_page.choice.setCurrentIndex(0)
    python_page.choice.activated.emit(0)
    assert python_page.pane is server
    server.removal_requested.emit()
    until(lambda: python_page.pane is client)


def test_a_name_is_one_line_that_nothing_turns(window, python_page, until):
    server = window.board.add_server()
    server.rename("a\n\u202eb")
    window.board.add_client()

    until(lambda: python_page.choice.itemText(0) == "a␊\\u202eb")


def test_the_menu_of_a_pane_brings_its_program_to_the_front(window, until):
    server = window.board.add_server()
    window.board.add_client()
    action = next(each for each in server.menu().actions() if each.text() == "Python program")
    action.trigger()
    page = window.card.current_page()
    assert page.pane is server
    assert "A TCP server" in page.view.toPlainText()


def test_the_client_of_a_scenario_has_its_steps(window, python_page, until):
    window.scenario_control.choose("calculator")
    until(lambda: len(window.board.panes()) == 2)
    (client,) = window.board.clients.panes()
    python_page.show_pane(client)
    until(lambda: "It does the steps below." in python_page.view.toPlainText())
    assert 'choose("Choose an operator"' in python_page.view.toPlainText()
    client._by_script.click()
    until(lambda: "What is typed is sent" in python_page.view.toPlainText())


def test_the_line_whose_call_waits_or_has_returned_is_marked(
    window, python_page, until, monkeypatch
):
    server = listening(window, until)
    until(lambda: "the dialogue echo" in python_page.view.toPlainText())
    accept, receive = (line_of(python_page, text) for text in (".accept()", ".recv("))
    send = line_of(python_page, ".sendall(")
    until(lambda: python_page.view.marks() == [LineMark(accept, MarkKind.WAITING)])
    seen: set[LineMark] = set()
    monkeypatch.setattr(python_page.view, "set_marks", seen.update)
    bound = server.running.bound
    with socket.create_connection((bound.host, bound.port), 10) as peer:
        until(lambda: LineMark(receive, MarkKind.WAITING) in seen)
        peer.sendall(b"hello")
        assert peer.recv(100) == b"hello"
        until(lambda: LineMark(send, MarkKind.RETURNED) in seen)
    monkeypatch.undo()


@pytest.fixture
def ended(window, python_page, until):
    """A server that has answered a client and was stopped, and whose program is shown."""
    server = listening(window, until)
    # Until it is written again, it is that of the dialogue that a new pane has.
    until(lambda: "the dialogue echo" in python_page.view.toPlainText())
    with socket.create_connection(("127.0.0.1", server.running.bound.port), 10) as peer:
        peer.sendall(b"hello")
        assert peer.recv(100) == b"hello"
    until(lambda: not any(view.is_open for view in server.running.connections()))
    server.stop()
    until(lambda: not server.is_live)
    return server


def test_the_call_that_returned_last_stays_marked_when_a_run_has_ended(
    window, python_page, until, ended
):
    # The closing of the connection has no line of its own.
    receive = line_of(python_page, ".recv(")
    until(lambda: python_page.view.marks() == [LineMark(receive, MarkKind.RETURNED)])
    # So it is where nobody was looking while it ran.
    window.board.add_client()
    assert python_page.pane is not ended
    assert python_page.view.marks() == []
    python_page.show_pane(ended)
    until(lambda: python_page.view.marks() == [LineMark(receive, MarkKind.RETURNED)])


def test_a_row_that_is_selected_in_the_log_leads_to_its_line(window, python_page, until, ended):
    client = window.board.add_client()
    assert python_page.pane is client
    log = window.card.show_page(LOG)

    def sent():
        lines = (log.model.line(place) for place in range(log.model.rowCount()))
        return [place for place, line in enumerate(lines) if line.row.kind is Kind.SENT]

    until(sent)
    log.view.go_to(sent()[0])
    until(lambda: window.card.has_detail)

    window.card.show_page(PYTHON)

    assert python_page.pane is ended
    send = line_of(python_page, ".sendall(")
    assert python_page.view.mark_at(send) == LineMark(send, MarkKind.CHOSEN)
    assert python_page.view.textCursor().blockNumber() + 1 == send
    # Once: another pane can be chosen, also after the page was hidden.
    python_page.show_pane(client)
    window.card.show_page(LOG)
    window.card.show_page(PYTHON)
    assert python_page.pane is client


def test_a_marked_line_is_scrolled_to_once(window, python_page, until):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    python_page.show_pane(server)
    until(lambda: "A TCP server" in python_page.view.toPlainText())
    bar = python_page.view.verticalScrollBar()
    until(lambda: bar.maximum() > 0)
    assert bar.value() == 0
    assert server.start()
    until(lambda: python_page.view.marks())
    assert bar.value() > 0
    assert python_page.view.marks()[0].line in [
        block.blockNumber() + 1 for block, _ in python_page.view.visible_blocks()
    ]
    bar.setValue(0)
    python_page._on_ticker_ticked()
    assert bar.value() == 0
    # At the next start it is new again.
    server.stop()
    until(lambda: not server.is_live)
    assert server.start()
    until(lambda: bar.value() > 0)


def test_what_is_held_in_step_mode_is_marked(window, python_page, until):
    window.step_control.toggle()
    window.card.show_page(PYTHON)
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    assert pane.start()
    until(lambda: pane.running is not None and pane.running.gate.count)
    pane.running.gate.go_on(until="bind")
    until(lambda: python_page.view.mark_at(line_of(python_page, ".bind(")))
    assert python_page.view.mark_at(line_of(python_page, ".accept()")) is None


def test_copy_and_save_take_the_program_as_it_is_shown(window, python_page, until, tmp_path):
    window.board.add_server()
    python_page.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert text == python_page.view.toPlainText()
    ast.parse(text)
    python_page.shell_copy.click()
    assert QGuiApplication.clipboard().text() == python_page.shell_line.text()
    path = tmp_path / "日本.py"
    python_page.save_to(str(path))
    until(path.exists)
    assert path.read_text(encoding="utf-8") == text
    until(lambda: "Saved" in python_page.notice.text())
    python_page.save_to(str(tmp_path / "none" / "x.py"))
    until(lambda: "none" in python_page.notice.text())


def test_an_invalid_field_is_named_and_the_last_program_stays(window, python_page, until):
    pane = window.board.add_client()
    before = python_page.view.toPlainText()
    pane.address.set_text("tcp://nowhere:99999999")
    until(lambda: "99999999" in python_page.notice.text())
    assert python_page.view.toPlainText() == before
    pane.address.set_text("tcp://127.0.0.1:7")
    until(lambda: "PORT = 7\n" in python_page.view.toPlainText())
    assert python_page.notice.text() == ""


@pytest.mark.parametrize("state", [{"style": "asyncio"}, {"style": "no"}, {"style": [1]}, {}])
def test_the_style_is_kept(window, python_page, state):
    python_page.restore_state(state)
    window.board.add_server()
    wanted = "asyncio" if state.get("style") == "asyncio" else "socket"
    assert python_page.save_state() == {"style": wanted}
    assert python_page.styles[Style(wanted)].isChecked()
