import pytest

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.welcome import KIND


def opened():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") == (b"Welcome!",)
    return dialogue


def test_whole_conversation():
    dialogue = opened()
    for name in (b"zhangsan", b"lisi", b"wangwu", b"zhaoliu"):
        assert dialogue.received(name) == (b"Hello, " + name + b"!",)
    assert dialogue.received(b"exit") == (CloseConnection("the peer said exit"),)


@pytest.mark.parametrize("message", [b"exit\n", b"EXIT", b" exit", b"exitexit", b"lisiexit", b""])
def test_only_exactly_exit_ends_it(message):
    assert opened().received(message) == (b"Hello, " + message + b"!",)


def test_bytes_that_are_no_text_pass_unchanged():
    assert opened().received(b"\xff\0\xe4") == (b"Hello, \xff\0\xe4!",)


def test_end_of_stream_ends_it():
    assert opened().end_of_stream() == (CloseConnection(),)
