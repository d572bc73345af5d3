import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView

from socket_workbench.gui.widgets.columns import (
    Column,
    ColumnHeader,
    SavedColumn,
    read_columns,
)

KEYS = ["time", "peer", "kind", "text"]


class Header(ColumnHeader):
    """Columns of 100 pixels."""

    def __init__(self, view, keys, yielding=()):
        super().__init__([Column(key, key, key, str) for key in keys], yielding, view)
        self.scale = 1.0
        self.least = [20] * len(keys)

    def _scale(self):
        return self.scale

    def _usual_widths(self):
        return [100] * len(self._keys)

    def _least_widths(self):
        return self.least


@pytest.fixture(scope="module")
def make_header(qapp):
    views = []

    def make_header(keys=KEYS, yielding=(), width=2000):
        view = QTableView()
        view.resize(width, 100)
        views.append(view)
        header = Header(view, keys, yielding)
        view.setHorizontalHeader(header)
        view.setModel(QStandardItemModel(1, len(keys), view))
        view.show()
        header.reset_columns()
        return header

    yield make_header
    for view in views:
        view.deleteLater()


def order(header):
    return [state["key"] for state in header.save_state()["columns"]]


def restore(header, columns):
    header.restore_state({"columns": columns})


def test_order_widths_and_what_is_hidden_come_back(make_header):
    header = make_header()
    header.moveSection(0, 2)
    header.resizeSection(1, 321)
    header.set_shown(3, False)
    saved = json.loads(json.dumps(header.save_state()))
    other = make_header()
    other.restore_state(saved)
    assert other.save_state() == header.save_state()
    assert order(other) == ["peer", "kind", "time", "text"]


def test_to_save_the_state_changes_nothing(make_header):
    header = make_header()
    header.set_width(1, 321)
    header.set_shown(1, False)
    resized = []
    header.sectionResized.connect(lambda *_: resized.append(1))
    header.geometriesChanged.connect(lambda: resized.append(1))
    assert header.save_state()["columns"][1] == {"key": "peer", "width": 321, "hidden": True}
    assert resized == []


def test_columns_are_known_by_their_keys_in_any_version(make_header):
    saved = [{"key": "text", "width": 77}, {"key": "gone"}, {"key": "time"}]
    header = make_header()
    restore(header, saved)
    assert order(header) == ["text", "time", "peer", "kind"]
    assert header.sectionSize(3) == 77
    header = make_header(["new", *KEYS])
    restore(header, saved)
    assert order(header) == ["new", "text", "time", "peer", "kind"]


def test_what_is_doubled_counts_once(make_header):
    header = make_header()
    restore(header, [{"key": "kind", "width": 50}, {"key": "kind", "width": 99, "hidden": True}])
    assert header.sectionSize(2) == 50
    assert not header.isSectionHidden(2)


def test_a_hidden_column_keeps_its_width(make_header):
    header = make_header()
    restore(header, [{"key": KEYS[1], "width": 77, "hidden": True}])
    saved = header.save_state()
    assert {"key": KEYS[1], "width": 77, "hidden": True} in saved["columns"]
    assert header.isSectionHidden(1)

    again = make_header()
    again.restore_state(saved)
    again.set_shown(1, True)
    assert again.sectionSize(1) == 77
    again.set_shown(1, False)
    again.set_width(1, 88)
    assert again.width_of(1) == 88
    again.set_shown(1, True)
    assert again.sectionSize(1) == 88


def test_widths_are_saved_for_the_usual_size_of_type(make_header):
    header = make_header()
    header.scale = 1.5
    header.resizeSection(1, 150)
    saved = header.save_state()
    again = make_header()
    again.scale = 2.0
    again.restore_state(saved)
    assert again.sectionSize(1) == 200
    assert again.save_state() == saved


def test_no_column_becomes_narrower_than_its_least_width(make_header):
    header = make_header()
    header.least = [30, 40, 50, 60]
    restore(header, [{"key": key, "width": 1} for key in KEYS])
    assert [header.sectionSize(place) for place in range(4)] == header.least
    header.least = [130, 40, 150, 60]
    header.reset_columns()
    assert [header.sectionSize(place) for place in range(4)] == [130, 100, 150, 100]


def test_all_columns_are_never_hidden(make_header):
    header = make_header()
    restore(header, [{"key": key, "hidden": True} for key in KEYS])
    assert header.hiddenSectionCount() == 0


def test_columns_make_room_in_their_turn_unless_the_user_has_shown_them(make_header):
    header = make_header(yielding=("kind", "time"), width=350)
    assert header.shown_places() == [0, 1, 3]
    kind = header.columns_menu().actions()[2]
    assert not kind.isChecked()
    kind.trigger()
    assert header.shown_places() == [1, 2, 3]
    other = make_header(yielding=("kind", "time"), width=350)
    other.restore_state(json.loads(json.dumps(header.save_state())))
    assert other.shown_places() == [1, 2, 3]
    other.keep_columns()
    other.parent().resize(100, 100)
    assert other.shown_places() == [0, 1, 2, 3]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
STATE = st.dictionaries(
    st.sampled_from(["key", "width", "hidden", "else"]), ANYTHING | st.sampled_from(KEYS)
)


@given(saved=ANYTHING | st.lists(STATE | ANYTHING, max_size=8), kept=ANYTHING)
def test_whatever_is_saved_every_column_is_there_once(make_header, saved, kept):
    header = make_header()
    header.restore_state({"columns": saved, "kept": kept})
    assert sorted(order(header)) == sorted(KEYS)
    assert header.hiddenSectionCount() < len(KEYS)
    assert all(0 <= header.width_of(place) <= 1 << 14 for place in range(len(KEYS)))


def test_the_first_of_several_states_of_a_column_counts():
    saved = [{"key": "peer", "width": 50}, {"key": "peer", "hidden": True}, {"key": "time"}]
    assert list(read_columns(["time", "peer"], saved).items()) == [
        ("peer", SavedColumn(50, hidden=False)),
        ("time", SavedColumn(None, hidden=False)),
    ]


@pytest.mark.parametrize("width", [None, True, 0, -1, 1.5, "50", (1 << 14) + 1, 1 << 70])
def test_an_invalid_width_counts_as_none(width):
    state = {"key": "time", "width": width, "hidden": True}
    assert read_columns(["time", "peer"], [state]) == {"time": SavedColumn(None, hidden=True)}


@pytest.mark.parametrize("saved", [None, 5, "time", {"time": {}}, [None, ["time"], {"key": 5}]])
def test_what_is_no_list_of_states_has_none(saved):
    assert read_columns(["time", "peer"], saved) == {}
