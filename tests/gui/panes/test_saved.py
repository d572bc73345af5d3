import pytest

from socket_workbench.gui.panes.saved import entries, mapping


def test_a_table_is_returned_and_anything_else_refused():
    assert mapping({"a": 1}) == {"a": 1}
    for value in (None, "text", [1], 3):
        with pytest.raises(TypeError):
            mapping(value)


def test_what_is_no_table_is_left_out_of_a_list():
    assert entries([{"a": 1}, 3, None, {"b": 2}]) == [{"a": 1}, {"b": 2}]
    assert entries("nonsense") == []
    assert len(entries([{}] * 5000)) == 1000
