from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.storage.walk import readable_rows

LAST = 1 << 40


class Table:
    """Keys, some of which cannot be read."""

    def __init__(self, keys, damaged):
        self.keys = sorted(keys)
        self.damaged = damaged
        self.looks = 0

    def look(self, first, count):
        self.looks += 1
        found = [key for key in self.keys if key >= first][:count]
        if self.damaged.intersection(found):
            raise JournalDamagedError("damaged")
        return [(key, "x") for key in found]

    def walk(self):
        return [key for key, _ in readable_rows(self.look, 0, LAST)]


@given(st.sets(st.integers(0, 5000), max_size=40), st.data())
def test_whole_tables_are_read_whole_and_damaged_ones_without_a_lie(keys, data):
    damaged = data.draw(st.sets(st.sampled_from(sorted(keys)))) if keys else set()
    found = Table(keys, damaged).walk()
    assert found == sorted(set(found))
    assert set(found) <= keys - damaged
    if not damaged:
        assert found == sorted(keys)


def test_what_follows_one_damaged_place_is_found():
    keys = set(range(0, 100_000, 50))
    damaged = set(range(30_000, 45_000, 50))
    table = Table(keys, damaged)
    assert set(table.walk()) == keys - damaged
    assert table.looks < 1000


def test_a_damaged_end_ends_it():
    assert Table(set(range(100)), set(range(60, 100))).walk() == list(range(60))


def test_nothing_at_all():
    assert Table(set(), set()).walk() == []
    assert Table({5}, {5}).walk() == []


def test_keys_out_of_order_are_not_followed():
    def look(first, count):
        return [(3, ""), (1, "")] if first <= 3 else []

    assert [key for key, _ in readable_rows(look, 0, LAST)] == [3]


def test_a_table_that_answers_nonsense_ends():
    assert list(readable_rows(lambda first, count: [(None, "")], 0, LAST)) == []
    assert list(readable_rows(lambda first, count: [(0, "")], 5, LAST)) == []
