import pytest

from socket_workbench.dialogues.commands import CloseConnection, SendToOthers
from socket_workbench.dialogues.kinds import chat
from socket_workbench.dialogues.kinds.chat import KIND

GREETING = b"Welcome! What is your name?"
BAD_NAME = b"error: a name is 1 to 32 printable characters and does not begin with /"


@pytest.fixture
def enter():
    opener = KIND.build()

    def enter(name=b""):
        dialogue = opener()
        assert list(dialogue.opened("127.0.0.1:51342")) == [GREETING]
        if name:
            dialogue.received(name)
        return dialogue

    return enter


def told(dialogue, message):
    return list(dialogue.received(message))


def test_name_is_asked_for_and_the_others_are_told(enter):
    assert told(enter(), b"ann") == [
        b"Hello, ann! Here: ann.",
        SendToOthers(b"ann has joined."),
    ]
    assert told(enter(), b"bob") == [
        b"Hello, bob! Here: ann, bob.",
        SendToOthers(b"bob has joined."),
    ]


def test_lines_go_to_the_others_with_the_name(enter):
    assert told(enter(b"ann"), b"Hi there") == [SendToOthers(b"ann: Hi there")]


def test_bytes_that_are_no_text_pass_unchanged(enter):
    assert told(enter(b"ann"), b"\xff\0") == [SendToOthers(b"ann: \xff\0")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_answers_end_as_the_peers_lines_do(enter, end):
    dialogue = enter()
    assert told(dialogue, b"ann" + end) == [
        b"Hello, ann! Here: ann." + end,
        SendToOthers(b"ann has joined." + end),
    ]
    assert told(dialogue, b"Hi" + end) == [SendToOthers(b"ann: Hi" + end)]
    assert told(dialogue, b"/who" + end) == [b"Here: ann." + end]
    assert dialogue.closed() == (SendToOthers(b"ann has left." + end),)


def test_several_lines_in_one_message_are_told_apart(enter):
    assert told(enter(), b"ann\nHi\r\n\n  \nthere") == [
        b"Hello, ann! Here: ann.\n",
        SendToOthers(b"ann has joined.\n"),
        SendToOthers(b"ann: Hi\r\n"),
        SendToOthers(b"ann: there"),
    ]


def test_blank_lines_are_left_out(enter):
    dialogue = enter()
    assert told(dialogue, b"\r\n") == []
    assert told(dialogue, b"") == []
    assert told(dialogue, b"ann\n")[0] == b"Hello, ann! Here: ann.\n"


def test_taken_name_is_refused_and_another_may_be_chosen(enter):
    enter(b"ann")
    dialogue = enter()
    assert told(dialogue, b"Ann") == [b"error: the name Ann is taken, choose another"]
    assert told(dialogue, b"anna")[0] == b"Hello, anna! Here: ann, anna."


@pytest.mark.parametrize("name", [b"\x1b[31m", b"\xff", b"a" * 33])
def test_bad_name_is_refused(enter, name):
    assert told(enter(), name) == [BAD_NAME]


def test_rename(enter):
    dialogue = enter(b"ann")
    assert told(dialogue, b"/name  anna ") == [
        b"You are now anna.",
        SendToOthers(b"ann is now anna."),
    ]
    assert told(dialogue, b"Hi") == [SendToOthers(b"anna: Hi")]
    assert told(enter(), b"ann")[0] == b"Hello, ann! Here: anna, ann."


def test_name_may_be_given_by_the_command(enter):
    assert told(enter(), b"/name ann")[0] == b"Hello, ann! Here: ann."
    assert told(enter(), b"/name") == [BAD_NAME]
    assert told(enter(), b"/name /quit") == [BAD_NAME]


def test_who_before_anybody_has_a_name(enter):
    assert told(enter(), b"/who") == [b"Nobody is here."]


def test_unknown_command(enter):
    assert told(enter(b"ann"), b"/dance now\n") == [
        b"error: unknown command '/dance', use /who, /name or /quit\n"
    ]


def test_quit_tells_the_others_once_and_frees_the_name(enter):
    dialogue = enter(b"ann")
    assert told(dialogue, b"/quit\nmore\n") == [
        b"Bye, ann!\n",
        SendToOthers(b"ann has left.\n"),
        CloseConnection("the peer said /quit"),
    ]
    assert dialogue.closed() == ()
    assert told(enter(), b"ann")[0] == b"Hello, ann! Here: ann."


def test_quit_without_a_name(enter):
    assert told(enter(), b"/quit") == [b"Bye!", CloseConnection("the peer said /quit")]


def test_end_of_stream_closes_and_closing_tells_the_others(enter):
    dialogue = enter(b"ann")
    assert dialogue.end_of_stream() == (CloseConnection(),)
    assert dialogue.closed() == (SendToOthers(b"ann has left."),)
    assert dialogue.closed() == ()


def test_peer_without_a_name_leaves_silently(enter):
    assert enter().closed() == ()


def test_every_server_has_a_room_of_its_own():
    first, second = KIND.build()(), KIND.build()()
    first.received(b"ann")
    assert next(iter(second.received(b"ann"))) == b"Hello, ann! Here: ann."


def test_of_ten_thousand_names_some_are_told_and_the_others_counted(enter):
    for number in range(10_000):
        answer = told(enter(), b"name %d" % number)[0]
    assert len(answer) < 2_000
    assert answer.endswith(b"name 99 and 9900 more.")


def test_a_hundred_thousand_lines_at_once_are_taken_one_after_the_other(enter, monkeypatch):
    """Each line is looked at once: the commands made so far are not gone through again."""
    looked_at = []

    def counting(thing, kind):
        looked_at.append(thing)
        return isinstance(thing, kind)

    ann = enter(b"ann")
    monkeypatch.setattr(chat, "isinstance", counting, raising=False)
    assert len(told(ann, b"a\n" * 100_000)) == 100_000
    assert len(looked_at) <= 200_000
