import asyncio
import errno
import socket

from socket_workbench.watch.child._socket_workbench import kernel


def test_the_bytes_that_wait_are_counted():
    first, second = socket.socketpair()
    with first, second:
        first.sendall(b"12345")
        assert kernel.unread(second) == 5
        assert kernel.unread(first) == 0
    assert kernel.unread(first) is None


def test_a_running_loop_is_known():
    async def inside():
        return kernel.is_in_event_loop()

    assert asyncio.run(inside())
    assert not kernel.is_in_event_loop()


def test_who_has_a_port_is_looked_up():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        address = server.getsockname()
        taken = errno.EADDRINUSE
        assert kernel.holders(sock, "bind", (address,), taken) == (("tcp", "0100007F", "0A"),)
        refused = errno.ECONNREFUSED
        assert ("tcp", "0100007F", "0A") in kernel.holders(sock, "connect", (address,), refused)
        assert kernel.holders(sock, "bind", ("/a/path",), taken) is None
        assert kernel.holders(sock, "listen", (), taken) is None
        assert kernel.holders(sock, "bind", (address,), errno.EACCES) is None
