"""What failures with the path of a Unix socket mean, in plain words, with the next step."""

import errno
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.sockets.failures.failure import Failure


def path_not_allowed(failure: Failure) -> str:
    """The system forbids it (EACCES, EPERM)."""
    if failure.is_opening_here and failure.error.errno == errno.EPERM:
        return _no_place_for_sockets(failure)
    if failure.is_opening_here:
        return tr(
            "You have no permission to use {path}. Choose a path in a folder of your own, or ask "
            "its owner to let you.",
            path=failure.path,
        )
    return tr(
        "You have no permission to connect to {path}. Ask the owner of that server to let you.",
        path=failure.path,
    )


def _no_place_for_sockets(failure: Failure) -> str:
    return tr(
        "The system does not allow a socket at {path}. The folder may be protected, or on a "
        "disk of a kind that holds no sockets (FAT). Choose another path, such as "
        "/tmp/echo.sock.",
        path=failure.path,
    )


def no_private_path(error: OSError) -> str:
    """No path can be made for a client that has to have one to be answered."""
    return tr(
        "A client for Unix datagrams needs a file of its own to be answered, and none can be made "
        "in the folder for temporary files: {reason}. Set TMPDIR to a folder that can be written "
        "to.",
        reason=error.strerror or error,
    )


def too_long(failure: Failure) -> str:
    """The path has too many bytes (ENAMETOOLONG)."""
    if not failure.size:
        return tr(
            "A part of {path} is longer than the name of a file may be. Choose a shorter path, "
            "such as /tmp/echo.sock.",
            path=failure.path,
        )
    return tr(
        "The path has {size} bytes, and a Unix socket's may have {limit}. Choose a shorter one, "
        "such as /tmp/echo.sock.",
        size=failure.size,
        limit=failure.limit,
    )


def no_such_path(failure: Failure) -> str:
    """There is no such folder, or no such socket (ENOENT)."""
    if failure.is_opening_here and Path(failure.path).parent.is_dir():
        return _no_place_for_sockets(failure)  # such as /proc
    if failure.is_opening_here:
        return tr(
            "The folder {folder} does not exist. Create it, or choose another path.",
            folder=Path(failure.path).parent,
        )
    return tr(
        "There is no socket at {path}. Start the server first, or check the path.",
        path=failure.path,
    )


def not_a_folder(failure: Failure) -> str:
    """A part of the path is no folder (ENOTDIR)."""
    return tr(
        "A part of {path} in front of its name is not a folder. Choose another path.",
        path=failure.path,
    )


def not_a_socket(failure: Failure) -> str:
    """Another kind of file has the path (ENOTSOCK)."""
    return tr(
        "{path} is not a socket but another kind of file, which is left alone. Choose another "
        "path.",
        path=failure.path,
    )


def other_type(failure: Failure) -> str:
    """A stream was tried on a datagram socket, or the other way round (EPROTOTYPE)."""
    return tr(
        "The socket at {path} is of the other kind. Use unix:// for a stream and unixgram:// for "
        "datagrams, as its server does.",
        path=failure.path,
    )


def read_only(failure: Failure) -> str:
    """The disk cannot be written to (EROFS)."""
    return tr(
        "{path} is on a disk that cannot be written to. Choose another path.", path=failure.path
    )


def too_many_links(failure: Failure) -> str:
    """Symbolic links lead in a circle (ELOOP)."""
    return tr(
        "Links on the way to {path} lead in a circle. Choose another path.", path=failure.path
    )


def disk_full(failure: Failure) -> str:
    """There is no room for the socket's file (ENOSPC, EDQUOT)."""
    return tr(
        "There is no room for {path}: its disk is full. Make room, or choose another path.",
        path=failure.path,
    )
