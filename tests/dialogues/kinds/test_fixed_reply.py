import pytest

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.fixed_reply import KIND
from socket_workbench.payload.escapes import EscapeError


def test_default_reply_to_everything():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") == ()
    assert dialogue.received(b"Hello") == (b"Get answer",)
    assert dialogue.received(b"\xff") == (b"Get answer",)
    assert dialogue.end_of_stream() == (CloseConnection(),)


@pytest.mark.parametrize(
    ("reply", "data"), [("GETS", b"GETS"), (r"a\r\n\xff", b"a\r\n\xff"), ("", b"")]
)
def test_configured_reply(reply, data):
    assert KIND.build({"reply": reply})().received(b"x") == (data,)


def test_wrong_escape_is_refused_when_it_is_built():
    with pytest.raises(EscapeError, match="Column 3"):
        KIND.build({"reply": r"ab\q"})


def test_same_answer_is_made_once():
    dialogue = KIND.build()()
    assert dialogue.received(b"a") is dialogue.received(b"b")
