"""What failures with the path of a Unix socket mean, in plain words, with the next step."""

from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.sockets.failure import Failure


def too_long(failure: Failure) -> str:
    """The path has too many bytes (ENAMETOOLONG)."""
    return tr(
        "The path has {size} bytes, and a Unix socket's may have {limit}. Choose a shorter one, "
        "such as /tmp/echo.sock.",
        size=failure.size,
        limit=failure.limit,
    )


def no_such_path(failure: Failure) -> str:
    """There is no such folder, or no such socket (ENOENT)."""
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
