from socket_workbench.dialogues.base import NOTHING
from socket_workbench.dialogues.kinds.manual import KIND


def test_everything_is_left_to_the_person():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") is NOTHING
    assert dialogue.received(b"exit") is NOTHING
    assert dialogue.end_of_stream() is NOTHING
    assert dialogue.closed() is NOTHING
