import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.gui.sending.repeating import Repeating

PING = Outgoing(b"ping")


class Line:
    """Takes what is sent."""

    def __init__(self):
        self.sent = []
        self.link = Link.OPEN
        self.refusal = ""

    def deliver(self, outgoing):
        if not self.refusal:
            self.sent.append(outgoing)
        return self.refusal


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def repeating(qtbot, line):
    repeating = Repeating(line.deliver, lambda: line.link)
    qtbot.addWidget(repeating)
    repeating.offer(PING, "ping")
    repeating.interval.setValue(1)
    return repeating


def reason(repeating):
    return repeating.count.text().rpartition(" · ")[2]


def test_it_sends_at_once_and_again_until_one_click_stops_it(qtbot, repeating, line, until):
    qtbot.mouseClick(repeating.button, Qt.MouseButton.LeftButton)
    assert line.sent == [PING]
    assert not repeating.interval.isVisible()
    assert repeating.count.text() == "every 1 ms · 1 sent"
    until(lambda: len(line.sent) >= 3)
    qtbot.mouseClick(repeating.button, Qt.MouseButton.LeftButton)

    assert not repeating.is_running
    assert repeating.count.text() == f"{len(line.sent)} sent · Stopped."
    assert repeating.interval.isVisible()


def test_so_many_times(qtbot, repeating, line, until):
    repeating.times.setValue(4)
    qtbot.keyClick(repeating.times, Qt.Key.Key_Return)
    until(lambda: not repeating.is_running)

    assert line.sent == [PING] * 4
    assert repeating.count.text() == "4 sent · Done."


@pytest.mark.parametrize("link", [Link.CLOSED, Link.NONE])
def test_it_ends_with_the_connection(repeating, line, until, link):
    repeating.start()
    line.link = link
    until(lambda: not repeating.is_running)

    assert "ended with the connection" in reason(repeating)
    assert repeating.isVisible()


def test_it_goes_on_after_a_close_if_that_is_chosen(qtbot, repeating, line, until, monkeypatch):
    monkeypatch.setattr("socket_workbench.gui.sending.repeating.RECONNECT_INTERVAL", 0)
    repeating.goes_on.setChecked(True)
    repeating.start()
    line.link = Link.NONE
    with qtbot.waitSignal(repeating._timer.timeout):
        pass
    assert repeating.is_running
    line.link = Link.CLOSED
    sent = len(line.sent)
    until(lambda: len(line.sent) > sent)


def test_it_does_not_connect_again_with_every_interval(qtbot, repeating, line, monkeypatch):
    monkeypatch.setattr("socket_workbench.gui.sending.repeating.RECONNECT_INTERVAL", 1 << 30)
    repeating.goes_on.setChecked(True)
    line.link = Link.CLOSED
    repeating.start()
    for _ in range(3):
        with qtbot.waitSignal(repeating._timer.timeout):
            pass
    assert repeating.is_running
    assert len(line.sent) == 1


def test_it_waits_while_a_connection_is_being_made(qtbot, repeating, line):
    line.link = Link.OPENING
    repeating.start()
    for _ in range(3):
        with qtbot.waitSignal(repeating._timer.timeout):
            pass

    assert line.sent == [PING]
    assert repeating.is_running


def test_a_refusal_ends_it_and_is_said(repeating, line):
    line.refusal = "Nobody is there."
    repeating.start()

    assert not repeating.is_running
    # Nothing was sent, so no number is shown.
    assert repeating.count.text() == "Nobody is there."


def test_closing_the_row_stops_it(qtbot, repeating, line):
    repeating.start()
    qtbot.mouseClick(repeating._close, Qt.MouseButton.LeftButton)

    assert not repeating.is_running
    assert repeating.isHidden()
