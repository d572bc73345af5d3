import pytest
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.sending.sent_messages import SentMessages
from socket_workbench.gui.widgets.whole_line import LONGEST


class Sent:
    """Sent messages of a bar whose connection may be gone."""

    def __init__(self, qtbot):
        self.bar = QWidget()
        qtbot.addWidget(self.bar)
        self.draft = MessageDraft(self.bar)
        self.asked: list[WrittenMessage] = []
        self.is_there = True
        self.messages = SentMessages(self.draft, self.send, self.bar)
        self.messages.set_ready(True)

    def send(self, message):
        self.asked.append(message)
        return self.is_there

    def texts(self):
        return [message.text for message in self.draft.history.entries()]


@pytest.fixture
def sent(qtbot):
    return Sent(qtbot)


def test_before_the_first_message_there_is_none_to_send_again(sent):
    sent.messages.send_last()
    assert sent.messages.last() is None
    assert sent.asked == []
    assert not sent.draft.tools.again_button.isEnabled()


def test_the_last_message_is_sent_again_while_something_can_be_sent(sent):
    sent.messages.note(b"one")
    sent.messages.note(b"two")
    sent.draft.tools.again_button.click()
    assert [message.text for message in sent.asked] == ["two"]
    sent.messages.set_ready(False)
    sent.draft.tools.again_button.click()
    assert len(sent.asked) == 1


def test_what_cannot_be_sent_again_is_no_newer_for_it(sent):
    sent.messages.note(b"one")
    sent.messages.note(b"two")
    before = sent.texts()
    sent.is_there = False
    sent.messages.send(WrittenMessage(text="one"))
    assert sent.texts() == before
    sent.is_there = True
    sent.messages.send(WrittenMessage(text="one"))
    assert sent.messages.last() == WrittenMessage(text="one")


def test_what_no_field_can_hold_is_not_kept(sent):
    sent.messages.note(b"\0" * LONGEST)
    assert sent.texts() == []
