from socket_workbench.dialogues.base import CLOSE, NOTHING, Dialogue
from socket_workbench.dialogues.commands import CloseConnection


def test_dialogue_says_nothing_by_itself():
    dialogue = Dialogue()
    assert dialogue.opened("127.0.0.1:51342") is NOTHING
    assert dialogue.received(b"Hello") is NOTHING
    assert dialogue.timer("any") is NOTHING
    assert dialogue.answered("any") is NOTHING
    assert dialogue.closed() is NOTHING
    assert NOTHING == ()


def test_dialogue_closes_when_the_peer_has_ended():
    assert Dialogue().end_of_stream() is CLOSE
    assert list(CLOSE) == [CloseConnection()]
