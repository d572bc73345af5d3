"""Servers and clients as tutorials have them, against ours."""

import pytest

TCP_CLIENT = """
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(('127.0.0.1', int(sys.argv[1])))
    print(s.recv(1024).decode('utf-8'))
    for data in [b'zhangsan', b'lisi', b'wangwu', b'zhaoliu']:
        s.send(data)
        print(s.recv(1024).decode('utf-8'))
    s.send(b'exit')
    print(repr(s.recv(1024)))
    s.close()
"""

UDP_CLIENT = """
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(20)
    for line in ['hello', 'exit']:
        s.sendto(line.encode('utf-8'), ('127.0.0.1', int(sys.argv[1])))
        data, address = s.recvfrom(1024)
        print(data.decode('utf-8'), address[1])
"""

TCP_SERVER = """
    import socket, threading

    def tcplink(sock, addr):
        sock.send(b'Welcome!')
        while True:
            data = sock.recv(1024)
            if not data or data.decode('utf-8') == 'exit':
                break
            sock.send(('Hello, %s!' % data.decode('utf-8')).encode('utf-8'))
        sock.close()

    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(('127.0.0.1', 0))
    s.listen(5)
    print(s.getsockname()[1])
    while True:
        sock, addr = s.accept()
        threading.Thread(target=tcplink, args=(sock, addr)).start()
"""

UDP_SERVER = """
    import socket
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('127.0.0.1', 0))
    print(s.getsockname()[1])
    while True:
        data, addr = s.recvfrom(1024)
        s.sendto(b'Echo: %s!' % data, addr)
"""

ACKNOWLEDGING_SERVER = """
    import socketserver

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.data = self.request.recv(1024).strip()
            self.request.sendall(b'ACK')

    with socketserver.TCPServer(('127.0.0.1', 0), Handler) as server:
        print(server.server_address[1])
        server.serve_forever()
"""

SQUARE_SERVER = """
    import socketserver

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            number = int(self.request.recv(4096))
            self.request.sendall(str(number * number).encode())

    with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Handler) as server:
        print(server.server_address[1])
        server.serve_forever()
"""

UPPER_CASE_DATAGRAM_SERVER = """
    import socketserver

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            data, sock = self.request
            sock.sendto(data.upper(), self.client_address)

    with socketserver.UDPServer(('127.0.0.1', 0), Handler) as server:
        print(server.server_address[1])
        server.serve_forever()
"""

ASYNCIO_SERVER = """
    import asyncio

    async def handle_echo(reader, writer):
        data = await reader.read(100)
        writer.write(data)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def main():
        server = await asyncio.start_server(handle_echo, '127.0.0.1', 0)
        print(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    asyncio.run(main())
"""


def port_of(process):
    return int(process.stdout.readline())


def test_the_tutorial_client_is_greeted(program, tools):
    server = program.start("serve", "0", "--dialogue", "welcome")
    client = tools.script(TCP_CLIENT, server.port())

    assert client.stdout.read().decode().splitlines() == [
        "Welcome!",
        "Hello, zhangsan!",
        "Hello, lisi!",
        "Hello, wangwu!",
        "Hello, zhaoliu!",
        "b''",
    ]


def test_the_tutorial_datagram_client_is_answered(program, tools):
    server = program.start("serve", "udp://127.0.0.1:0", "--dialogue", "echo-text")
    port = server.port()
    client = tools.script(UDP_CLIENT, port)

    assert client.stdout.read().decode().splitlines() == [
        f"Echo: hello! {port}",
        f"Echo: exit! {port}",
    ]


@pytest.mark.parametrize(
    ("scenario", "script", "words"),
    [
        ("welcome", TCP_SERVER, []),
        ("udp-echo", UDP_SERVER, ["--answer", "hello", "--answer", "exit"]),
        ("acknowledge", ACKNOWLEDGING_SERVER, []),
        ("square", SQUARE_SERVER, ["--answer", "67"]),
    ],
)
def test_our_clients_pass_against_tutorial_servers(program, tools, scenario, script, words):
    server = tools.script(script)

    code, output, errors = program.run(
        "run", scenario, "--only", "client", "--at", f"127.0.0.1:{port_of(server)}", *words
    )

    assert (code, errors) == (0, "")
    assert output.decode().splitlines()[-1] == "passed"


def test_datagrams_go_to_a_socketserver(program, tools):
    server = tools.script(UPPER_CASE_DATAGRAM_SERVER)

    code, output, _ = program.run(
        "connect", f"udp://127.0.0.1:{port_of(server)}", typed=b"one\ntwo\n"
    )

    assert (code, output) == (0, b"ONE\nTWO\n")


def test_an_asyncio_server_answers_and_closes(program, tools):
    server = tools.script(ASYNCIO_SERVER)

    assert program.run("connect", f"127.0.0.1:{port_of(server)}", typed=b"hello")[:2] == (
        0,
        b"hello",
    )
