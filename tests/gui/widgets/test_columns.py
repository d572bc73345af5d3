import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView

from socket_workbench.gui.widgets.columns import resize_columns, restore_columns, save_columns

KEYS = ["time", "peer", "kind", "text"]
LEAST = [20, 20, 20, 20, 20]


@pytest.fixture(scope="module")
def make_header(qapp):
    views = []

    def make_header(keys=KEYS):
        view = QTableView()
        view.setModel(QStandardItemModel(1, len(keys), view))
        views.append(view)
        header = view.horizontalHeader()
        header.setSectionsMovable(True)
        return header

    yield make_header
    for view in views:
        view.deleteLater()


def order(header, keys=KEYS):
    return [state["key"] for state in save_columns(header, keys)]


def test_order_widths_and_what_is_hidden_come_back(make_header):
    header = make_header()
    header.moveSection(0, 2)
    header.resizeSection(1, 321)
    header.setSectionHidden(3, True)
    saved = json.loads(json.dumps(save_columns(header, KEYS)))
    other = make_header()
    restore_columns(other, KEYS, saved, LEAST)
    assert save_columns(other, KEYS) == save_columns(header, KEYS)
    assert order(other) == ["peer", "kind", "time", "text"]


def test_columns_are_known_by_their_keys_in_any_version(make_header):
    saved = [{"key": "text", "width": 77}, {"key": "gone"}, {"key": "time"}]
    header = make_header()
    restore_columns(header, KEYS, saved, LEAST)
    assert order(header) == ["text", "time", "peer", "kind"]
    assert header.sectionSize(3) == 77
    keys = ["new", *KEYS]
    header = make_header(keys)
    restore_columns(header, keys, saved, LEAST)
    assert order(header, keys) == ["new", "text", "time", "peer", "kind"]


def test_what_is_doubled_counts_once(make_header):
    header = make_header()
    twice = [{"key": "kind", "width": 50}, {"key": "kind", "width": 99, "hidden": True}]
    restore_columns(header, KEYS, twice, LEAST)
    assert header.sectionSize(2) == 50
    assert not header.isSectionHidden(2)


def test_a_hidden_column_keeps_its_width(make_header):
    header = make_header()
    restore_columns(header, KEYS, [{"key": KEYS[1], "width": 77, "hidden": True}], LEAST)
    saved = save_columns(header, KEYS)
    assert {"key": KEYS[1], "width": 77, "hidden": True} in saved
    assert header.isSectionHidden(1)

    again = make_header()
    restore_columns(again, KEYS, saved, LEAST)
    again.setSectionHidden(1, False)
    assert again.sectionSize(1) == 77


def test_widths_are_saved_for_the_usual_size_of_type(make_header):
    header = make_header()
    header.resizeSection(1, 150)
    saved = save_columns(header, KEYS, 1.5)
    again = make_header()
    restore_columns(again, KEYS, saved, LEAST, 2.0)
    assert again.sectionSize(1) == 200
    assert save_columns(again, KEYS, 2.0) == saved


def test_no_column_becomes_narrower_than_its_least_width(make_header):
    header = make_header()
    least = [30, 40, 50, 60]
    restore_columns(header, KEYS, [{"key": key, "width": 1} for key in KEYS], least)
    assert [header.sectionSize(place) for place in range(4)] == least
    resize_columns(header, [100, 1, 100, 1], least)
    assert [header.sectionSize(place) for place in range(4)] == [100, 40, 100, 60]


def test_all_columns_are_never_hidden(make_header):
    header = make_header()
    restore_columns(header, KEYS, [{"key": key, "hidden": True} for key in KEYS], LEAST)
    assert header.hiddenSectionCount() == 0


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
STATE = st.dictionaries(
    st.sampled_from(["key", "width", "hidden", "else"]), ANYTHING | st.sampled_from(KEYS)
)


@given(saved=ANYTHING | st.lists(STATE | ANYTHING, max_size=8))
def test_whatever_is_saved_every_column_is_there_once(make_header, saved):
    header = make_header()
    restore_columns(header, KEYS, saved, LEAST)
    assert sorted(order(header)) == sorted(KEYS)
    assert header.hiddenSectionCount() < len(KEYS)
    assert all(0 <= header.sectionSize(place) <= 1 << 14 for place in range(len(KEYS)))
