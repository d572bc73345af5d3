import asyncio
import contextlib
import errno
import select
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor

from socket_workbench.watch.child._socket_workbench import kernel


def test_the_bytes_that_wait_are_counted():
    first, second = socket.socketpair()
    with first, second:
        first.sendall(b"12345")
        assert kernel.unread(second) == 5
        assert kernel.unread(first) == 0
    assert kernel.unread(first) is None


def test_of_tls_what_is_decrypted_is_counted(watching):
    path = watching.certificate()
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(path)
    client_side = ssl.create_default_context(cafile=path)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        raw = socket.create_connection(server.getsockname())
        asked = pool.submit(client_side.wrap_socket, raw, server_hostname="localhost")
        conn = server_side.wrap_socket(server.accept()[0], server_side=True)
        with conn, asked.result() as client:
            client.sendall(b"12345")
            assert (conn.recv(2), kernel.unread(conn)) == (b"12", 3)
            assert (conn.recv(3), kernel.unread(conn)) == (b"345", 0)
            client.setblocking(False)
            with contextlib.suppress(ssl.SSLWantReadError):
                client.unwrap()
            assert select.select([conn], [], [])[0] == [conn]
            assert kernel.unread(conn) == 0  # that the client closes is no message


def test_a_running_loop_is_known():
    async def inside():
        return kernel.is_in_event_loop()

    assert asyncio.run(inside())
    assert not kernel.is_in_event_loop()


def test_who_has_a_port_is_looked_up():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        address = server.getsockname()
        taken = errno.EADDRINUSE
        found = kernel.holders(sock, "bind", (address,), taken)
        assert found is not None
        # A connection of another test over IPv6 may have had the same port, and be in TIME_WAIT.
        assert [each for each in found if each[2] != "06"] == [("tcp", "0100007F", "0A")]
        refused = errno.ECONNREFUSED
        assert ("tcp", "0100007F", "0A") in kernel.holders(sock, "connect", (address,), refused)
        assert kernel.holders(sock, "bind", ("/a/path",), taken) is None
        assert kernel.holders(sock, "listen", (), taken) is None
        assert kernel.holders(sock, "bind", (address,), errno.EACCES) is None
