from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.echo import KIND


@given(st.binary())
def test_the_very_object_comes_back(message):
    (send,) = KIND.build()().received(message)
    assert send is message


def test_says_nothing_by_itself_and_ends_with_the_stream():
    dialogue = KIND.build()()
    assert dialogue.opened("127.0.0.1:51342") == ()
    assert dialogue.end_of_stream() == (CloseConnection(),)
