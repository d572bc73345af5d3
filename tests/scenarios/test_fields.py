import pytest

from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field, join, key


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


def fail(error):
    raise error


def test_mistakes_are_collected_and_put_under_their_field_together():
    mistakes = Mistakes()

    assert mistakes.read("number", int, "3") == 3
    assert mistakes.read("number", int, "x") is None
    wait = FieldError("wait", "no duration", (FieldError("into", "no name"),))
    with mistakes.of("steps[0]"):
        fail(wait)
    with pytest.raises(FieldError) as caught, in_field("clients[0]"):
        mistakes.check()

    assert [one.path for one in caught.value.all()] == [
        "clients[0].number",
        "clients[0].steps[0].wait",
        "clients[0].steps[0].into",
    ]
    Mistakes().check()


@pytest.mark.parametrize(
    ("name", "written"), [("a-b_1", "a-b_1"), ("a.b", '"a.b"'), ("", '""'), ('"', '"\\""')]
)
def test_a_key_is_in_quotes_where_it_needs_them(name, written):
    assert join("x", key(name)) == f"x.{written}"
