"""Clients that others wrote, against `serve`."""

import shutil
import subprocess

import pytest

TCP_CLIENTS = {
    "nc": ("nc", "-N", "-w", "20", "127.0.0.1", "{port}"),
    "ncat": ("ncat", "127.0.0.1", "{port}"),
    "socat": ("socat", "-t", "20", "-", "TCP:127.0.0.1:{port}"),
}
UDP_CLIENTS = {
    "nc": ("nc", "-u", "127.0.0.1", "{port}"),
    "ncat": ("ncat", "--udp", "127.0.0.1", "{port}"),
    "socat": ("socat", "-t", "1", "-", "UDP:127.0.0.1:{port}"),
}
UNIX_CLIENTS = {
    "nc": ("nc", "-N", "-U", "{path}"),
    "ncat": ("ncat", "-U", "{path}"),
    "socat": ("socat", "-t", "20", "-", "UNIX-CONNECT:{path}"),
}


def words(template, **values):
    return [word.format(**values) for word in template]


@pytest.mark.parametrize("name", TCP_CLIENTS)
def test_tcp_clients_are_echoed(program, tools, name):
    server = program.start("serve", "0")
    everything = bytes(range(1, 255)) * 40

    answer = tools.run(*words(TCP_CLIENTS[name], port=server.port()), typed=everything)

    assert answer == everything
    code, _, errors = server.end()
    assert (code, errors) == (0, "")


@pytest.mark.parametrize("name", ["nc", "ncat", "socat"])
def test_tcp_clients_get_their_greeting_line_by_line(program, tools, name):
    server = program.start("serve", "0", "--dialogue", "welcome", "--framing", "line")
    client = tools.start(*words(TCP_CLIENTS[name], port=server.port()))

    assert client.stdout.readline() == b"Welcome!\n"
    client.stdin.write(b"zhangsan\n")
    assert client.stdout.readline() == b"Hello, zhangsan!\n"
    client.stdin.write(b"exit\n")
    server.until("the peer said exit")
    client.stdin.close()
    assert client.stdout.read() == b""


def test_without_framing_a_typed_exit_is_not_exit_and_the_log_shows_why(program, tools):
    server = program.start("serve", "0", "--dialogue", "welcome")

    answer = tools.run(*words(TCP_CLIENTS["nc"], port=server.port()), typed=b"exit\n")

    assert answer == b"Welcome!Hello, exit\n!"
    assert r"5 bytes  exit\n" in server.until("received")


@pytest.mark.parametrize("name", UDP_CLIENTS)
def test_udp_clients_are_answered(program, tools, name):
    server = program.start("serve", "udp://127.0.0.1:0", "--dialogue", "echo-text")

    client = tools.start(*words(UDP_CLIENTS[name], port=server.port()))
    client.stdin.write(b"hello")

    # They end with their input, so it stays open until the answer is there.
    assert client.stdout.read(100) == b"Echo: hello!"


@pytest.mark.parametrize("name", UNIX_CLIENTS)
def test_unix_clients_are_echoed(program, tools, short_path, name):
    server = program.start("serve", f"unix://{short_path}")
    server.endpoint()

    assert tools.run(*words(UNIX_CLIENTS[name], path=short_path), typed=b"hello\n") == b"hello\n"


def test_unix_datagrams_are_echoed_to_a_path(program, tools, short_path):
    server = program.start("serve", f"unixgram://{short_path}")
    server.endpoint()
    own = short_path.with_name("own.sock")

    answer = tools.run(
        "socat", "-t", "1", "-", f"UNIX-SENDTO:{short_path},bind={own}", typed=b"hello"
    )

    assert answer == b"hello"


def test_ipv6_clients_are_echoed(program, tools):
    server = program.start("serve", "tcp://[::1]:0")

    assert tools.run("nc", "-N", "-6", "::1", server.port(), typed=b"six") == b"six"


def test_a_reset_from_the_other_side_is_an_event_and_not_the_end(program, tools):
    server = program.start("serve", "0")
    port = server.port()
    client = tools.start("socat", "-", f"TCP:127.0.0.1:{port},linger=0")
    server.until("accepted")
    client.kill()
    server.until("reset")

    assert tools.run(*words(TCP_CLIENTS["nc"], port=port), typed=b"next") == b"next"


def test_curl_is_echoed_over_telnet(program, tools):
    server = program.start("serve", "0")
    client = tools.start("curl", "-sN", f"telnet://127.0.0.1:{server.port()}")
    client.stdin.write(b"hello\n")

    assert client.stdout.readline() == b"hello\n"


def test_curl_gets_the_page(program, tools):
    server = program.start("serve", "0", "--dialogue", "web-page", "--set", "page=<p>é</p>")
    url = f"http://127.0.0.1:{server.port()}/any/path"

    assert tools.run("curl", "-sS", url) == "<p>é</p>".encode()
    assert tools.run("curl", "-sSI", url).startswith(b"HTTP/1.1 200 OK\r\n")
    codes = "%{http_code} %{content_type}"
    assert tools.run("curl", "-s", "-o", "/dev/null", "-w", codes, "-X", "PUT", url).startswith(
        b"405 "
    )


def test_a_client_that_speaks_tls_gets_an_echo_it_cannot_use(program, tools):
    server = program.start("serve", "0")
    port = server.port()
    tools.run("openssl", "s_client", "-connect", f"127.0.0.1:{port}")

    assert r"\x16\x03" in server.until("received")
    assert tools.run(*words(TCP_CLIENTS["nc"], port=port), typed=b"next") == b"next"


def test_chat_goes_between_different_clients(program, tools):
    server = program.start("serve", "0", "--dialogue", "chat", "--framing", "line")
    port = server.port()
    nc, socat = (tools.start(*words(TCP_CLIENTS[name], port=port)) for name in ("nc", "socat"))
    for client, name in ((nc, b"anna"), (socat, b"ben")):
        client.stdin.write(name + b"\n")
        while b"Hello, " + name not in client.stdout.readline():
            pass
    assert nc.stdout.readline() == b"ben has joined.\n"
    socat.stdin.write("ça va?\n".encode())

    assert nc.stdout.readline() == "ben: ça va?\n".encode()


def test_many_clients_come_and_go_at_once(program):
    if shutil.which("nc") is None:
        pytest.skip("nc is not installed")
    server = program.start("serve", "0", "--backlog", "64")
    port = str(server.port())
    clients = [
        subprocess.Popen(
            ["nc", "-N", "127.0.0.1", port], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(20)
    ]
    answers = [client.communicate(b"%d" % place, 30)[0] for place, client in enumerate(clients)]

    assert answers == [b"%d" % place for place in range(20)]
    assert b"stopped: 20 connections" in server.end()[1]
