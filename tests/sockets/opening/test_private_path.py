import socket
import stat
import tempfile
from pathlib import Path

import pytest

from socket_workbench.sockets.opening.private_path import PrivatePath


@pytest.fixture
def sock():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unbound:
        yield unbound


def test_the_path_is_the_sockets_alone_until_it_is_opened(sock):
    private = PrivatePath(sock)
    path = Path(sock.getsockname())
    assert path.is_socket()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    private.open_to_answers()
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o711

    private.remove()
    private.remove()
    assert not path.parent.exists()


def test_two_have_different_paths(sock):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        paths = [PrivatePath(sock), PrivatePath(other)]

        assert sock.getsockname() != other.getsockname()
        for path in paths:
            path.remove()


def test_a_socket_that_cannot_be_bound_leaves_no_folder(sock):
    private = PrivatePath(sock)
    with pytest.raises(OSError):
        PrivatePath(sock)
    private.remove()

    assert list(Path(tempfile.gettempdir()).iterdir()) == []
