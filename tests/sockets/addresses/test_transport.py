import socket

from socket_workbench.sockets.addresses.transport import Transport, unix_supported


def test_the_kinds_of_transport():
    assert [t for t in Transport if t.is_stream] == [Transport.TCP, Transport.UNIX_STREAM]
    assert [t for t in Transport if t.is_unix] == [Transport.UNIX_STREAM, Transport.UNIX_DATAGRAM]
    assert [t.socket_type for t in Transport] == [
        socket.SOCK_STREAM,
        socket.SOCK_DGRAM,
        socket.SOCK_STREAM,
        socket.SOCK_DGRAM,
    ]


def test_unix_sockets_are_there_or_their_lack_is_explained(monkeypatch):
    if hasattr(socket, "AF_UNIX"):
        assert unix_supported() == ""
        monkeypatch.delattr(socket, "AF_UNIX")

    assert unix_supported().endswith("use tcp:// or udp://.")
