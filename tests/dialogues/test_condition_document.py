import msgspec
import pytest

from socket_workbench.dialogues.condition_document import ConditionDocument, only_one
from socket_workbench.dialogues.conditions import TESTS


@pytest.mark.parametrize("test", TESTS)
def test_every_test_is_a_field(test):
    written = msgspec.convert({"variable": "x", test: "1"}, ConditionDocument)
    assert written.test() == test


@pytest.mark.parametrize(
    ("fields", "words"), [({}, "not none"), ({"equals": "", "less": 0}, "not equals, less")]
)
def test_a_condition_has_exactly_one_test(fields, words):
    with pytest.raises(ValueError, match=words):
        ConditionDocument(variable="x", **fields).test()


def test_one_of_several():
    assert only_one(["a"], ["a", "b"]) == "a"
    with pytest.raises(ValueError, match="exactly one of a, b, not none"):
        only_one([], ["a", "b"])
