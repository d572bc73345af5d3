from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.acknowledge import KIND


def test_one_message_is_acknowledged_and_that_is_all():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") == ()
    assert dialogue.received(b"Hello") == (
        b"ACK",
        CloseConnection("the message has been acknowledged"),
    )


def test_peer_that_sends_nothing_is_left():
    assert KIND.build()().end_of_stream() == (CloseConnection(),)
