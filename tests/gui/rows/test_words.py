from socket_workbench.gui.rows.words import (
    direction_words,
    kind_word,
    role_word,
)
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.row import Direction


def test_every_kind_has_its_own_words():
    words = [kind_word(kind) for kind in Kind]
    assert len(set(words)) == len(Kind)
    assert kind_word(Kind.END_OF_STREAM) == "end of stream"


def test_kinds_are_translated(pseudo_language):
    assert all(kind_word(kind).startswith("⟦") for kind in Kind)


def test_roles_have_words():
    assert [role_word(role) for role in Role] == ["server", "client", "session"]


def test_directions_are_said_in_words():
    assert direction_words(Direction.TO_SERVER) == "client to server"
    assert direction_words(Direction.TO_CLIENT) == "server to client"
