import pytest

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.window.status import Losses, Status, loss_words


def test_nothing_was_lost():
    tone, word, sentence = loss_words(Status(events=7))
    assert (tone, word) == (Tone.OPEN, "All recorded")
    assert sentence == "Everything received so far is recorded."


@pytest.mark.parametrize(
    ("status", "word", "sentence"),
    [
        (
            Status(losses=Losses(events=1)),
            "1 event missing",
            "1 event could not be recorded.",
        ),
        (
            Status(losses=Losses(events=1630)),
            "1,630 events missing",
            "1,630 events could not be recorded.",
        ),
        (
            Status(udp_drops=1),
            "1 datagram dropped",
            "The system dropped 1 UDP datagram before it could be received.",
        ),
        (
            Status(udp_drops=1700),
            "1,700 datagrams dropped",
            "The system dropped 1,700 UDP datagrams before they could be received.",
        ),
        (
            Status(losses=Losses(cut_datagrams=1, cut_bytes=400)),
            "400 B cut off",
            "The receive size cut 400 bytes off 1 datagram.",
        ),
        (
            Status(losses=Losses(limited_messages=2, limited_bytes=1_400_000)),
            "1.4 MB left out",
            "The capture limit left 1400000 bytes of 2 messages out.",
        ),
    ],
)
def test_each_loss_has_its_amount_and_a_way_to_the_rows(status, word, sentence):
    tone, found, sentences = loss_words(status)
    assert (tone, found) == (Tone.WAITING, word)
    assert sentences == f"{sentence} A click shows the rows that say so."


def test_several_losses_are_all_in_the_sentences():
    tone, word, sentences = loss_words(Status(udp_drops=2, losses=Losses(3, 4, 5, 6, 7)))
    assert (tone, word) == (Tone.WAITING, "3 events missing and more")
    for said in ("3 events", "2 UDP datagrams", "5 bytes off 4 datagrams", "7 bytes of 6 messages"):
        assert said in sentences


def test_a_fault_comes_before_all():
    tone, word, sentences = loss_words(Status(fault="The disk is full.", losses=Losses(events=3)))
    assert (tone, word) == (Tone.ERROR, "Not recorded")
    assert sentences == "The disk is full. 3 events could not be recorded."
