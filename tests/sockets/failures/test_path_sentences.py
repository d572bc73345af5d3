import errno

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.path_sentences import (
    disk_full,
    no_private_path,
    no_such_path,
    not_a_folder,
    not_a_socket,
    other_type,
    path_not_allowed,
    read_only,
    too_long,
    too_many_links,
)

PATH = "/srv/sockets/echo.sock"


def failure(action=Action.LISTEN, number=errno.EACCES, size=150):
    where = Endpoint(Transport.UNIX_STREAM, path=PATH)
    return Failure(OSError(number, "x"), action, where, size, 107)


@pytest.mark.needs("unix sockets")
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (too_long(failure()), "The path has 150 bytes, and a Unix socket's may have 107."),
        (too_long(failure(size=0)), f"A part of {PATH} is longer than the name of a file may be."),
        (path_not_allowed(failure()), f"You have no permission to use {PATH}. Choose a path"),
        (path_not_allowed(failure(Action.CONNECT)), "You have no permission to connect to"),
        (path_not_allowed(failure(number=errno.EPERM)), "The system does not allow a socket at"),
        (no_private_path(OSError(13, "Permission denied")), "A client for Unix datagrams needs"),
        (no_private_path(OSError("why")), "A client for Unix datagrams needs"),
        (too_many_links(failure()), f"Links on the way to {PATH} lead in a circle."),
        (disk_full(failure()), f"There is no room for {PATH}: its disk is full."),
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


def test_a_folder_that_is_there_is_not_said_to_be_missing(tmp_path):
    """Of one that holds no files, such as /proc, the system says that too (ENOENT)."""
    where = Endpoint(Transport.UNIX_STREAM, path=str(tmp_path / "echo.sock"))
    there = Failure(OSError(errno.ENOENT, "x"), Action.LISTEN, where)

    assert no_such_path(there).startswith(f"The system does not allow a socket at {where.path}.")
