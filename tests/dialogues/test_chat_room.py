import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.chat_room import LONGEST_NAME, ChatRoom, NameRefusedError


def test_names_are_trimmed_and_kept_in_their_order():
    room = ChatRoom()
    assert room.claim(b" zoe \r") == "zoe"
    assert room.claim("你好".encode()) == "你好"
    assert room.claim(b"a b") == "a b"
    assert room.names() == ["zoe", "你好", "a b"]


def test_case_does_not_make_another_name():
    room = ChatRoom()
    room.claim("Straße".encode())
    with pytest.raises(NameRefusedError, match="the name STRASSE is taken, choose another"):
        room.claim(b"STRASSE")


def test_released_name_is_free_again():
    room = ChatRoom()
    room.claim(b"ann")
    room.release("ann")
    assert room.names() == []
    assert room.claim(b"ANN") == "ANN"


def test_new_name_gives_the_old_one_back():
    room = ChatRoom()
    room.claim(b"ann")
    assert room.claim(b"anna", "ann") == "anna"
    assert room.names() == ["anna"]


def test_refused_new_name_leaves_the_old_one():
    room = ChatRoom()
    room.claim(b"bob")
    room.claim(b"ann")
    with pytest.raises(NameRefusedError):
        room.claim(b"Bob", "ann")
    assert room.names() == ["bob", "ann"]


def test_case_of_ones_own_name_may_change():
    room = ChatRoom()
    room.claim(b"ann")
    assert room.claim(b"Ann", "ann") == "Ann"
    assert room.names() == ["Ann"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"  ",
        b"a\tb",
        b"a\x00",
        b"\x1b[31mred",
        "a\u202eb".encode(),
        b"\xff",
        b"/who",
        b"a" * (LONGEST_NAME + 1),
    ],
)
def test_what_is_no_name_is_refused(text):
    room = ChatRoom()
    with pytest.raises(NameRefusedError, match="a name is 1 to 32 printable characters"):
        room.claim(text)
    assert room.names() == []


def test_longest_name():
    assert ChatRoom().claim("你".encode() * LONGEST_NAME) == "你" * LONGEST_NAME


@given(st.text())
def test_whatever_is_claimed_is_shown_as_one_line(text):
    room = ChatRoom()
    with contextlib.suppress(NameRefusedError):
        room.claim(text.encode("utf-8", "surrogatepass"))
    for name in room.names():
        assert name.isprintable()
        assert len(name) <= LONGEST_NAME


def test_only_one_of_many_gets_a_name():
    room = ChatRoom()

    def claim(_):
        try:
            return room.claim(b"ann")
        except NameRefusedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(claim, range(200))).count("ann") == 1
