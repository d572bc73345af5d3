import pytest

from socket_workbench.gui.panes.saved import mapping


def test_a_table_is_returned_and_anything_else_refused():
    assert mapping({"a": 1}) == {"a": 1}
    for value in (None, "text", [1], 3):
        with pytest.raises(TypeError):
            mapping(value)
