from pathlib import Path

import pytest

from socket_workbench.gui.panes.client_sending import MOST_WAITING, WaitingSends
from socket_workbench.gui.panes.sending import FileSending
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.sending.outgoing import Outgoing


@pytest.fixture
def waiting_bar(qtbot):
    bar = SendBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def waiting(waiting_bar):
    return WaitingSends(waiting_bar, FileSending(waiting_bar), Path("nowhere"))


def test_no_more_than_so_much_waits(waiting):
    for _ in range(MOST_WAITING):
        assert waiting.add(Outgoing(b"x")) == ""
    assert "waits" in waiting.add(Outgoing(b"x"))
    waiting.drop_last()
    assert waiting.add(Outgoing(b"x")) == ""


def test_the_last_message_comes_back_into_an_empty_field(waiting, waiting_bar, tmp_path):
    for each in (Outgoing(b"one"), Outgoing(b"two"), tmp_path):
        waiting.add(each)
    waiting.give_up()
    assert waiting_bar.text() == "two"
    assert not waiting


def test_what_was_typed_meanwhile_stays(waiting, waiting_bar):
    waiting.add(Outgoing(b"one"))
    waiting_bar.set_text("typed")
    waiting.give_up()
    assert waiting_bar.text() == "typed"


def test_bytes_of_a_row_do_not_come_back(waiting, waiting_bar):
    waiting.add(Outgoing(b"one", is_framed=True))
    waiting.give_up()
    assert waiting_bar.text() == ""


def test_a_message_with_values_comes_back_as_it_is_written(waiting, waiting_bar):
    written = WrittenMessage(text="{{counter}}", has_values=True)
    waiting.add(Outgoing(b"", written=written))
    waiting.give_up()
    assert waiting_bar.text() == "{{counter}}"
    assert waiting_bar.state()["values"] is True
