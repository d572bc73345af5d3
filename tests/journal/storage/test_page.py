import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.page import CACHE_BYTES, Page, PageCache
from socket_workbench.journal.storage.segment import Segment


def page_of(first, payloads, text=""):
    some = [Event(n, 1, Kind.SENT, payload, text) for n, payload in enumerate(payloads)]
    segment = Segment.pack(Batch.of_events(some))
    return Page(first, len(segment.payload), segment)


@pytest.fixture
def no_database():
    with closing(sqlite3.connect(":memory:")) as database:
        yield database


def test_page_gives_rows_by_number(no_database):
    page = page_of(100, [b"one", b"", b"three"], "text")
    assert page.end == 103
    assert page.previews(100, 103, 3, no_database) == [b"one", b"", b"thr"]
    assert page.payload(102, no_database) == b"three"
    assert page.pair(0) == (1, Kind.SENT)
    assert list(page.times) == [0, 1, 2]
    assert page.texts[2] == "text"


def test_page_whose_payload_is_too_short_is_damaged(no_database):
    segment = Segment.pack(Batch.of_events([Event(1, 1, Kind.SENT, b"abc")]))
    page = Page(0, 2, replace(segment, payload=b"ab"))
    with pytest.raises(JournalDamagedError):
        page.payload(0, no_database)


def test_cache_finds_the_page_with_a_row():
    cache = PageCache()
    assert cache.find(0) is None
    one, two = page_of(0, [b"a"] * 3), page_of(3, [b"b"] * 2)
    cache.add(two)
    cache.add(one)
    assert [cache.find(row) for row in range(6)] == [one, one, one, two, two, None]
    cache.clear()
    assert cache.find(0) is None


def test_a_longer_page_replaces_the_shorter_one():
    cache = PageCache()
    cache.add(page_of(0, [b"a"]))
    longer = page_of(0, [b"a"] * 5)
    cache.add(longer)
    assert cache.find(0) is longer
    assert cache.find(4) is longer


def test_cache_forgets_what_was_used_longest_ago():
    cache = PageCache()
    quarter = CACHE_BYTES // 4
    pages = [page_of(number, [bytes([number]) * quarter]) for number in range(4)]
    for page in pages[:3]:
        cache.add(page)
    assert cache.find(0) is pages[0]
    cache.add(pages[3])
    assert [cache.find(row) for row in range(4)] == [pages[0], None, pages[2], pages[3]]


def test_a_page_larger_than_the_cache_is_kept_alone():
    cache = PageCache()
    cache.add(page_of(0, [b"a"]))
    large = page_of(1, [bytes(CACHE_BYTES + 1)])
    cache.add(large)
    assert cache.find(0) is None
    assert cache.find(1) is large
