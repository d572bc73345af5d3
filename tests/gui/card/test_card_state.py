import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.card.card_state import CardState

PAGES = {"log": {"columns": [{"key": "peer", "width": 96, "hidden": False}]}, "ladder": {}}
STATE = CardState((300, 100), PAGES)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_is_written_is_read_back():
    assert CardState.from_bytes(STATE.to_bytes()) == STATE
    assert CardState.from_bytes(CardState().to_bytes()) == CardState()


@pytest.mark.parametrize(
    "sizes",
    [
        "5",
        "[300]",
        "[1, 2, 3]",
        '["wide", 2]',
        "[true, true]",
        "[0, 0]",
        "[Infinity, 1]",
        f"[1, {'9' * 30}]",
    ],
)
def test_sizes_that_make_no_sense_are_left_out(sizes):
    damaged = STATE.to_bytes().replace(b"[300, 100]", sizes.encode())
    assert CardState.from_bytes(damaged) == CardState((), PAGES)


@pytest.mark.parametrize("state", [b"", b"\xff\xfe", b"[]", b"null", b"{}", b"[" * 100_000])
def test_what_is_no_state_is_an_empty_one(state):
    assert CardState.from_bytes(state) == CardState()


@given(sizes=JSON, pages=JSON | st.dictionaries(st.sampled_from(["log", "x"]), JSON))
def test_whatever_is_read_can_be_written_and_read_again(sizes, pages):
    state = CardState.from_bytes(json.dumps({"sizes": sizes, "pages": pages}).encode())
    assert all(isinstance(page, dict) for page in state.pages.values())
    assert CardState.from_bytes(state.to_bytes()).pages.keys() == state.pages.keys()
