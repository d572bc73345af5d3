from socket_workbench.gui.programs.live import Moved, line_marks, waiting_in
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.programs.call_lines import Purpose


def test_what_has_returned_since_the_last_look():
    before = Moved(1, 5, 5)
    assert Moved(1, 5, 5).returned_since(before) == set()
    assert Moved(2, 5, 6).returned_since(before) == {Purpose.ACCEPT, Purpose.SEND}
    assert Moved(1, 6, 5).returned_since(before) == {Purpose.RECEIVE}
    assert Moved.of(None) == Moved()


def test_the_marks_of_calls_that_wait_and_that_have_returned():
    lines = {Purpose.RECEIVE: frozenset({3, 9}), Purpose.SEND: frozenset({4})}
    marks = line_marks(lines, {Purpose.RECEIVE}, {Purpose.SEND})
    assert sorted(marks, key=lambda mark: mark.line) == [
        LineMark(3, MarkKind.WAITING),
        LineMark(4, MarkKind.RETURNED),
        LineMark(9, MarkKind.WAITING),
    ]
    assert line_marks(lines, {Purpose.ACCEPT}, set()) == []
    chosen = line_marks(lines, set(), {Purpose.SEND}, Purpose.SEND)
    assert chosen == [LineMark(4, MarkKind.RETURNED), LineMark(4, MarkKind.CHOSEN)]


def test_a_datagram_server_waits_to_receive(window, until):
    pane = window.board.add_server()
    assert waiting_in(pane) == set()
    pane.address.set_text("udp://127.0.0.1:0")
    assert pane.start()
    until(lambda: waiting_in(pane) == {Purpose.RECEIVE})
