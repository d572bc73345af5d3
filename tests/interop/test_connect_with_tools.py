"""Servers that others wrote, against `connect`."""

import socket
import subprocess

import pytest


def test_nc_hears_and_is_heard(program, tools, free_port):
    port = free_port()
    server, _ = tools.listen("nc", "-v", "-l", "127.0.0.1", port, sign="Listening on")
    client = program.start("connect", port, stdin=subprocess.PIPE)
    client.process.stdin.write(b"to nc\n")
    server.stdin.write(b"from nc\n")

    assert server.stdout.readline() == b"to nc\n"
    assert client.line() == "from nc\n"
    server.terminate()
    assert client.process.wait(20) == 0


def test_it_may_be_started_before_the_server(program, tools, free_port):
    port = free_port()
    client = program.start("connect", port, "--reconnect", "50ms", stdin=subprocess.PIPE)
    client.process.stdin.write(b"early\n")
    client.complaint("Nothing listens")
    server = tools.start("nc", "-l", "127.0.0.1", port)

    assert server.stdout.readline() == b"early\n"


def test_ncat_echoes(program, tools, free_port):
    port = free_port()
    tools.listen("ncat", "-v", "-l", "127.0.0.1", port, "-k", "-c", "cat", sign="Listening on 127")

    client = program.start("connect", port, stdin=subprocess.PIPE)
    client.process.stdin.write(b"a\r\n")

    # At the end of its input ncat ends before what it runs has answered, so it stays open.
    assert client.process.stdout.readline() == b"a\r\n"


def test_socat_echoes(program, tools):
    _, line = tools.listen(
        "socat", "-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1,fork", "EXEC:cat", sign="listening on"
    )
    address = line.split()[-1]

    assert program.run("connect", address, typed=b"hello\n")[:2] == (0, b"hello\n")


def test_socat_echoes_datagrams(program, tools, free_port):
    port = free_port(socket.SOCK_DGRAM)
    tools.listen(
        "socat",
        "-d",
        "-d",
        f"UDP-RECVFROM:{port},bind=127.0.0.1,fork",
        "EXEC:cat",
        sign="receiving on",
    )

    code, output, _ = program.run("connect", f"udp://127.0.0.1:{port}", typed=b"one\n")

    assert (code, output) == (0, b"one\n")


def test_socat_echoes_over_a_path(program, tools, short_path):
    tools.listen("socat", "-d", "-d", f"UNIX-LISTEN:{short_path},fork", "EXEC:cat", sign="listen")

    assert program.run("connect", f"unix://{short_path}", typed=b"hello")[:2] == (0, b"hello")


def test_socat_echoes_over_ipv6(program, tools):
    _, line = tools.listen(
        "socat", "-d", "-d", "TCP6-LISTEN:0,bind=[::1],fork", "EXEC:cat", sign="listening on"
    )
    port = line.rpartition(":")[2].strip()

    assert program.run("connect", f"[::1]:{port}", typed=b"six")[:2] == (0, b"six")


@pytest.fixture
def web_server(tools, tmp_path):
    """Serve a folder with Python's own web server; gives its address."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text("<p>It is é</p>\n", "utf-8")
    process = tools.script(
        """
        import functools, http.server, sys
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        print(server.server_address[1])
        server.serve_forever()
        """,
        tmp_path / "www",
    )
    return f"127.0.0.1:{int(process.stdout.readline())}"


def test_the_http_scenario_reads_pythons_web_server(program, web_server):
    code, output, _ = program.run("run", "http-get", "--only", "client", "--at", web_server)

    lines = output.decode().splitlines()
    assert code == 0
    assert any(line.startswith("HTTP/1.0 200") for line in lines)
    assert "Content-type: text/html" in lines
    body = lines.index("body, 16 bytes:")
    assert lines[body + 1] == "<p>It is é</p>"


def test_a_request_may_be_typed(program, web_server):
    code, output, _ = program.run(
        "connect", web_server, "--line-end", "crlf", typed=b"GET / HTTP/1.0\n\n"
    )

    assert code == 0
    assert output.endswith("\r\n\r\n<p>It is é</p>\n".encode())
