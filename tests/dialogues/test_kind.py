import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.kind import STREAM, DialogueKind, Parameter


def kind(*parameters):
    seen = []

    def prepare(values):
        seen.append(dict(values))
        return Dialogue

    return DialogueKind("talk", 1, "Talk", "Talks.", STREAM, prepare, parameters), seen


def test_defaults_are_filled_in():
    talk, seen = kind(Parameter("word", "Word", "Hi"), Parameter("loud", "Loud", False))
    talk.build()
    talk.build({"loud": True})
    assert seen == [{"word": "Hi", "loud": False}, {"word": "Hi", "loud": True}]


def test_build_returns_what_opens_a_conversation():
    talk, _ = kind()
    opener = talk.build({})
    assert isinstance(opener(), Dialogue)
    assert opener() is not opener()


def test_unknown_parameter_is_told_with_the_known_ones():
    talk, seen = kind(Parameter("word", "Word", "Hi"), Parameter("loud", "Loud", False))
    with pytest.raises(ValueError, match="talk has no parameter 'wrod'; it has: word, loud"):
        talk.build({"wrod": "Ho"})
    assert seen == []


def test_parameter_of_a_dialogue_that_has_none():
    talk, _ = kind()
    with pytest.raises(ValueError, match="'word' cannot be set: the dialogue talk has no"):
        talk.build({"word": "Ho"})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("word", True, "'word' of talk must be text"),
        ("word", 5, "'word' of talk must be text"),
        ("loud", "yes", "'loud' of talk must be true or false"),
        ("loud", 1, "'loud' of talk must be true or false"),
    ],
)
def test_value_of_another_type_is_refused(name, value, says):
    talk, _ = kind(Parameter("word", "Word", "Hi"), Parameter("loud", "Loud", False))
    with pytest.raises(ValueError, match=says):
        talk.build({name: value})
