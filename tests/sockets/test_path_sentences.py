import pytest

from socket_workbench.sockets.endpoint import Endpoint, Transport
from socket_workbench.sockets.failure import Action, Failure
from socket_workbench.sockets.path_sentences import (
    no_such_path,
    not_a_folder,
    not_a_socket,
    other_type,
    read_only,
    too_long,
)

PATH = "/srv/sockets/echo.sock"


def failure(action=Action.LISTEN):
    where = Endpoint(Transport.UNIX_STREAM, path=PATH)
    return Failure(OSError(1, "x"), action, where, 150, 107)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (too_long(failure()), "The path has 150 bytes, and a Unix socket's may have 107."),
        (no_such_path(failure()), "The folder /srv/sockets does not exist."),
        (no_such_path(failure(Action.CONNECT)), f"There is no socket at {PATH}."),
        (not_a_folder(failure()), f"A part of {PATH} in front of its name is not a folder."),
        (not_a_socket(failure()), f"{PATH} is not a socket but another kind of file"),
        (other_type(failure()), f"The socket at {PATH} is of the other kind."),
        (read_only(failure()), f"{PATH} is on a disk that cannot be written to."),
    ],
)
def test_what_is_wrong_with_the_path(said, expected):
    assert said.startswith(expected)
    assert said.endswith(".")
