import pytest

from socket_workbench.gui.panes.saved import (
    entries,
    mapping,
    without_messages,
)
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.journal.event import LONGEST_NAME


def test_a_table_is_returned_and_anything_else_refused():
    assert mapping({"a": 1}) == {"a": 1}
    for value in (None, "text", [1], 3):
        with pytest.raises(TypeError):
            mapping(value)


def test_what_is_no_table_is_left_out_of_a_list():
    assert entries([{"a": 1}, 3, None, {"b": 2}]) == [{"a": 1}, {"b": 2}]
    assert entries("nonsense") == []
    assert len(entries([{}] * 5000)) == 1000


def test_a_name_is_at_most_as_long_as_it_is_recorded():
    saved = [{"name": "x" * 5_000_000, "a": 1}, {"name": 5}]
    assert entries(saved) == [{"name": "x" * LONGEST_NAME, "a": 1}, {"name": "5"}]


def test_sent_messages_can_be_left_out():
    pane = {"name": "a", "send": {"mode": "hex", "history": [WrittenMessage("hex", "00").saved()]}}
    others = {"clients": [], "addresses": ["tcp://a:1"]}
    left = without_messages({"servers": [pane], **others})
    assert left == {
        "servers": [{"name": "a", "send": {"mode": "hex", "history": []}}],
        **others,
    }
