from socket_workbench.gui.sending.history import LONGEST, MOST_CHARACTERS, MessageHistory


def test_up_goes_back_and_down_returns_to_the_draft():
    history = MessageHistory()
    history.add("text", "one")
    history.add("hex", "02")

    assert history.earlier("text", "draft") == ("hex", "02")
    assert history.earlier("hex", "02") == ("text", "one")
    assert history.earlier("text", "one") is None
    assert history.later() == ("hex", "02")
    assert history.later() == ("text", "draft")
    assert history.later() is None


def test_nothing_sent_means_nothing_to_recall():
    history = MessageHistory()

    assert history.earlier("text", "draft") is None
    assert history.later() is None


def test_the_same_again_and_nothing_are_not_kept_twice():
    history = MessageHistory()
    for text in ("one", "one", "", "two", "one"):
        history.add("text", text)

    assert history.entries() == [("text", "one"), ("text", "two"), ("text", "one")]


def test_sending_goes_behind_the_last_one():
    history = MessageHistory([("text", "one"), ("text", "two")])
    history.earlier("text", "")
    history.earlier("text", "two")
    history.add("text", "one")

    assert history.earlier("text", "") == ("text", "one")
    assert history.earlier("text", "one") == ("text", "two")


def test_the_oldest_are_forgotten():
    history = MessageHistory()
    for number in range(LONGEST + 5):
        history.add("text", str(number))

    assert len(history.entries()) == LONGEST
    assert history.entries()[0] == ("text", "5")


def test_long_ones_are_forgotten_sooner():
    third = "x" * (MOST_CHARACTERS // 3)
    history = MessageHistory([("text", "old")])
    for letter in "abcd":
        history.add("text", third[1:] + letter)

    assert [text[-1] for _, text in history.entries()] == ["b", "c", "d"]
    assert [text[-1] for _, text in MessageHistory(history.entries()).entries()] == ["b", "c", "d"]
