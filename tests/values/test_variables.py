import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.values import variables
from socket_workbench.values.mistake import ValueProblem
from socket_workbench.values.variables import Variables, total_size

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.one_of(st.binary(max_size=12), st.text(max_size=6), st.integers())


@pytest.fixture(autouse=True)
def few_bytes(monkeypatch):
    monkeypatch.setattr(variables, "MOST_VALUES", 20)


@given(st.dictionaries(NAMES, VALUES, max_size=1), st.lists(st.tuples(NAMES, VALUES)))
def test_however_often_they_are_set_they_have_so_many_bytes_at_most(begin, changes):
    known = Variables(begin)
    expected = dict(begin)
    for name, value in changes:
        changed = {**expected, name: value}
        if total_size(changed) <= 20:
            known.set(name, value)
            expected = changed
        else:
            with pytest.raises(ValueProblem, match="more than 20 bytes"):
                known.set(name, value)
        assert known.values == expected


def test_several_are_set_one_after_the_other():
    known = Variables({"n": 1})

    with pytest.raises(ValueProblem):
        known.update({"a": b"x" * 20, "b": "y", "c": ""})
    assert known.values == {"n": 1, "a": b"x" * 20}
