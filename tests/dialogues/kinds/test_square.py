import pytest

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.square import KIND


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (b"67", b"4489"),
        (b"-67", b"4489"),
        (b"67\n", b"4489"),
        (b"1.5", b"2.25"),
        (b"0.1", b"0.01"),
        (b"2.0", b"4"),
        (b"-0", b"0"),
        (b"9" * 4000, b"9" * 3999 + b"8" + b"0" * 3999 + b"1"),
        (b"abc", b"error: 'abc' is not a number"),
        (b"", b"error: '' is not a number"),
        (b"inf", b"error: 'inf' is not a number"),
        (b"1e999999999", b"error: '1e999999999' has more than 4,000 digits"),
        (b"\xff", rb"error: '\xff' is not a number"),
        ("六".encode(), "error: '六' is not a number".encode()),
    ],
)
def test_answers(message, answer):
    assert KIND.build()().received(message) == (answer,)


def test_goes_on_after_an_error_until_the_end():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") == ()
    assert dialogue.received(b"abc") == (b"error: 'abc' is not a number",)
    assert dialogue.received(b"3") == (b"9",)
    assert dialogue.end_of_stream() == (CloseConnection(),)
