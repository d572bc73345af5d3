import errno

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure, in_the_systems_words


def failure(where, action=Action.CONNECT):
    return Failure(OSError(1, "x"), action, where)


def test_the_parts_of_an_endpoint():
    found = failure(Endpoint(Transport.UDP, "::1", 9))

    assert (found.host, found.port, found.path) == ("::1", 9, "")


def test_the_path_of_a_unix_endpoint():
    found = failure(Endpoint(Transport.UNIX_STREAM, path="/tmp/x"))

    assert (found.host, found.port, found.path) == ("", 0, "/tmp/x")


@pytest.mark.parametrize(
    ("text", "path"), [("127.0.0.1:9", ""), ("unnamed", ""), ("/tmp/x", "/tmp/x")]
)
def test_the_parts_of_a_peers_text(text, path):
    found = failure(text)

    assert (found.host, found.port, found.path) == (text, 0, path)


def test_which_actions_take_an_address_of_this_computer():
    taking = {action for action in Action if failure("x", action).is_opening_here}

    assert taking == {Action.BIND, Action.BIND_LOCAL, Action.LISTEN}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EXDEV, "Odd"), "Odd (EXDEV)"),
        (OSError(987_654, "Odder"), "Odder (987654)"),
        (OSError("no number at all"), "no number at all"),
    ],
)
def test_the_systems_own_words_and_name_are_kept(error, words):
    said = in_the_systems_words(Failure(error, Action.SEND, "192.0.2.1:9"))

    assert "192.0.2.1:9" in said
    assert words in said
