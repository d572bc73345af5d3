from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.history import (
    LONGEST,
    MOST_CHARACTERS,
    MOST_SAVED,
    MessageHistory,
    WrittenMessage,
)
from socket_workbench.payload.line_end import LineEnd

DRAFT = WrittenMessage(text="draft")
ONE, TWO = WrittenMessage(text="one"), WrittenMessage("hex", "02")


def texts(history: MessageHistory) -> list[str]:
    return [entry.text for entry in history.entries()]


def test_up_goes_back_and_down_returns_to_the_draft():
    history = MessageHistory([ONE, TWO])

    assert history.earlier(DRAFT) == TWO
    assert history.earlier(TWO) == ONE
    assert history.earlier(ONE) is None
    assert history.later() == TWO
    assert history.later() == DRAFT
    assert history.later() is None


def test_the_newest_message_is_recalled_when_the_oldest_had_to_go():
    history = MessageHistory(WrittenMessage(text=str(number)) for number in range(LONGEST))
    history.add(ONE)

    assert len(history.entries()) == LONGEST
    assert history.earlier(DRAFT) == ONE
    assert history.later() == DRAFT


def test_nothing_sent_means_nothing_to_recall():
    history = MessageHistory()

    assert history.earlier(DRAFT) is None
    assert history.later() is None
    assert history.last() is None


def test_the_same_again_and_nothing_are_not_kept_twice():
    history = MessageHistory()
    for text in ("one", "one", "", "two", "one"):
        history.add(WrittenMessage(text=text))

    assert texts(history) == ["one", "two", "one"]


def test_another_line_end_is_another_message():
    history = MessageHistory([ONE])
    history.add(ONE._replace(line_end=LineEnd.LF))

    assert [entry.data() for entry in history.entries()] == [b"one", b"one\n"]


def test_sending_goes_behind_the_last_one():
    history = MessageHistory([ONE, TWO])
    history.earlier(DRAFT)
    history.earlier(TWO)
    history.add(ONE)

    assert history.earlier(DRAFT) == ONE
    assert history.earlier(ONE) == TWO


def test_the_oldest_are_forgotten():
    history = MessageHistory()
    for number in range(LONGEST + 5):
        history.add(WrittenMessage(text=str(number)))

    assert len(history.entries()) == LONGEST
    assert texts(history)[0] == "5"


def test_long_ones_are_forgotten_sooner():
    third = "x" * (MOST_CHARACTERS // 3)
    history = MessageHistory([ONE])
    for letter in "abcd":
        history.add(WrittenMessage(text=third[1:] + letter))

    assert [text[-1] for text in texts(history)] == ["b", "c", "d"]


def test_what_is_saved_is_bounded():
    most = "x" * (MOST_SAVED - 4)
    history = MessageHistory([ONE, WrittenMessage(text=most), WrittenMessage(text="last")])

    assert texts(MessageHistory.restored(history.saved())) == [most, "last"]
    history.add(WrittenMessage(text="y" * (MOST_SAVED + 1)))
    assert history.saved() == []


@given(
    st.lists(
        st.builds(
            WrittenMessage,
            st.sampled_from(["text", "hex"]),
            st.text(min_size=1),
            st.sampled_from(LineEnd),
            st.sampled_from(["utf-8", "shift_jis", "utf-16"]),
            st.sampled_from([NOTHING, Appended("LRC", "hex"), Appended("length16", "le")]),
            st.booleans(),
        )
    )
)
def test_what_is_saved_comes_back(messages):
    saved = MessageHistory(messages).saved()

    assert MessageHistory.restored(saved).entries() == messages


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(ANYTHING)
def test_anything_else_is_no_history(value):
    assert MessageHistory.restored(value).entries() == []


def test_only_text_encodings_are_restored():
    entries = [
        ["text", "a", "none", "zlib", ["", "be"], False],
        ["text", "a", "none", "no\0ne", ["", "be"], False],
        ["text", "a", "none", "utf-8", ["nobody", "be"], False],
        ["text", "a", "none", "utf-8", ["", "be"], 1],
        ONE.saved(),
    ]

    assert MessageHistory.restored(entries).entries() == [ONE]
