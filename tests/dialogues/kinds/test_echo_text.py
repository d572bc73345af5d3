import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.kinds.echo_text import KIND
from socket_workbench.payload.escapes import EscapeError


@given(st.binary())
def test_default_template_leaves_the_bytes_unchanged(message):
    assert KIND.build()().received(message) == (b"Echo: " + message + b"!",)


@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("<message>", b"<message>\\n"),
        (r"<message>\r\n", b"<message>\\n\r\n"),
        ("<message>, <message>", b"<message>\\n, <message>\\n"),
        (r"\xff<message>", b"\xff<message>\\n"),
    ],
)
def test_message_is_never_read_for_places_or_escapes(template, data):
    assert KIND.build({"template": template})().received(b"<message>\\n") == (data,)


def test_template_without_a_place_is_refused():
    with pytest.raises(ValueError, match="has no <message>"):
        KIND.build({"template": "Echo"})


def test_column_of_a_wrong_escape_counts_from_the_beginning():
    with pytest.raises(EscapeError) as caught:
        KIND.build({"template": r"a<message>b<message>\q"})
    assert caught.value.column == 21
