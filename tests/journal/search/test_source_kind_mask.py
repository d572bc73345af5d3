import random
from array import array

import pytest

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.source_kind_mask import WantedPairs, both
from socket_workbench.journal.storage.segment import to_bytes


def stored(pairs, marks):
    code = "B" if len(pairs) <= 256 else "H"
    keys = [source << 8 | kind for source, kind in pairs]
    return len(marks), to_bytes(array("Q", keys)), to_bytes(array(code, marks))


@pytest.mark.parametrize("sources", [3, 100, 1000, 4000])
def test_each_event_is_looked_up(store, reader, sources):
    store.write([Source(n, Role.CLIENT, f"c{n % 7}", "", n) for n in range(10, sources + 10)], [])
    pairs = [(n, kind) for n in range(10, sources + 10) for kind in (Kind.SENT, Kind.RECEIVED)]
    marks = random.Random(1).choices(range(len(pairs)), k=8192)
    wanted = WantedPairs(reader, Filter(endpoints=frozenset(["c3"]), kinds=frozenset([Kind.SENT])))
    expected = [pairs[mark][0] % 7 == 3 and pairs[mark][1] is Kind.SENT for mark in marks]
    assert list(wanted.mask(*stored(pairs, marks))) == expected


def test_nothing_is_wanted_of_what_is_not_known(reader):
    wanted = WantedPairs(reader, Filter(endpoints=frozenset(["nobody"])))
    pairs = [(n, Kind.SENT) for n in range(1, 400)]
    assert wanted.mask(*stored(pairs, [0, 300, 398])) == bytes(3)


def test_marks_beyond_the_pairs_are_damage(reader):
    wanted = WantedPairs(reader, Filter(kinds=frozenset([Kind.SENT])))
    with pytest.raises(JournalDamagedError):
        wanted.mask(*stored([(n, Kind.SENT) for n in range(300)], [0, 60_000]))


def test_what_two_masks_agree_on():
    assert both(b"\1\0\1\0", b"\1\1\0\0") == b"\1\0\0\0"
