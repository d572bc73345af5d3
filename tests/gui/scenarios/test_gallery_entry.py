import pytest

from socket_workbench.gui.scenarios.gallery_entry import (
    LONGEST_SUMMARY,
    MOST_ADDRESSES,
    GalleryEntry,
)

UDP_ECHO = GalleryEntry("udp-echo", "UDP echo", "Each line comes back.", ("udp://127.0.0.1:13145",))


def test_an_address_that_several_share_counts_once():
    entry = GalleryEntry("chat", "Chat", "", ("tcp://a:1", "udp://a:1", "tcp://a:1"))

    assert entry.addresses == ("tcp://a:1", "udp://a:1")


@pytest.mark.parametrize(
    "search", ["", "  ", "echo", "ECHO udp", "13145", "comes LINE", "udp-echo"]
)
def test_a_search_finds_all_of_its_words_anywhere_in_any_case(search):
    assert UDP_ECHO.matches(search)


@pytest.mark.parametrize("search", ["tcp", "echo tcp", "echoes", "echo. udp"])
def test_one_word_that_is_nowhere_is_enough_to_find_nothing(search):
    assert not UDP_ECHO.matches(search)


def test_texts_of_any_kind_are_lines_of_bounded_length():
    hostile = "<h1>\n\x1b[31m\u202eA" + "x" * 1_000_000
    entry = GalleryEntry("x", hostile, hostile, tuple(f"unix:///{n}\n" for n in range(1000)))

    shown = (entry.title, entry.summary, *entry.addresses)
    assert all(text.isprintable() for text in shown)
    assert len(entry.title) <= 120
    assert len(entry.summary) <= LONGEST_SUMMARY + 20
    assert len(entry.addresses) == MOST_ADDRESSES
    assert entry.title.startswith("<h1>␊␛[31m\\u202eA")
