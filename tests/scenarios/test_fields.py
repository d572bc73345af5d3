import pytest

from socket_workbench.scenarios.fields import FieldError, in_field


def test_a_mistake_is_put_under_its_field():
    with pytest.raises(FieldError) as caught, in_field("wait"):
        raise ValueError("no duration")

    assert (caught.value.path, caught.value.problem) == ("wait", "no duration")
    assert str(caught.value) == "wait: no duration"


def test_fields_are_joined_from_the_outside_in():
    with pytest.raises(FieldError) as caught, in_field("clients[0]"), in_field("steps[3]"):
        raise FieldError("wait", "no duration")

    assert caught.value.path == "clients[0].steps[3].wait"
    assert caught.value.problem == "no duration"


def test_what_is_no_mistake_of_a_value_passes_through():
    with pytest.raises(KeyError), in_field("wait"):
        raise KeyError("x")
