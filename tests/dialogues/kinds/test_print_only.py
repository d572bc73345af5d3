from socket_workbench.dialogues.base import NOTHING
from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.print_only import KIND


def test_answers_nothing_until_the_end():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") is NOTHING
    assert dialogue.received(b"Hello") is NOTHING
    assert dialogue.received(b"exit") is NOTHING
    assert dialogue.end_of_stream() == (CloseConnection(),)
