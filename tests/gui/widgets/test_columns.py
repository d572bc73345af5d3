import pytest

from socket_workbench.gui.widgets.columns import SavedColumn, read_columns

KEYS = ["time", "peer"]


def test_the_first_of_several_states_of_a_column_counts():
    saved = [{"key": "peer", "width": 50}, {"key": "peer", "hidden": True}, {"key": "time"}]
    assert list(read_columns(KEYS, saved).items()) == [
        ("peer", SavedColumn(50, hidden=False)),
        ("time", SavedColumn(None, hidden=False)),
    ]


@pytest.mark.parametrize("width", [None, True, 0, -1, 1.5, "50", (1 << 14) + 1, 1 << 70])
def test_an_invalid_width_counts_as_none(width):
    state = {"key": "time", "width": width, "hidden": True}
    assert read_columns(KEYS, [state]) == {"time": SavedColumn(None, hidden=True)}


@pytest.mark.parametrize("saved", [None, 5, "time", {"time": {}}, [None, ["time"], {"key": 5}]])
def test_what_is_no_list_of_states_has_none(saved):
    assert read_columns(KEYS, saved) == {}
