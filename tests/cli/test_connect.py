import json
import select
import signal
import socket
from contextlib import closing

import pytest
from tests.cli.conftest import signal_self

from socket_workbench.cli.input import steps
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader

PATIENCE = 20


def url(listener):
    return f"127.0.0.1:{listener.getsockname()[1]}"


def echo(listener, transform=bytes):
    """Answer one connection until it ends."""

    def serve():
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(PATIENCE)
            while data := peer.recv(65536):
                peer.sendall(transform(data))

    return serve


@pytest.fixture
def visited(command, piped_input, capfd):
    """Connect, type, and return the exit code, what was printed, and what was complained."""

    def run(*words, typed=b""):
        with piped_input() as keyboard:
            keyboard.write(typed)
            keyboard.close()
            code = command("connect", *words)
        printed, error = capfd.readouterr()
        return code, printed, error

    return run


def test_what_is_typed_is_sent_and_what_comes_is_printed(visited, listener, beside):
    beside(echo(listener))

    code, printed, error = visited(url(listener), typed="a é\r\nb".encode())

    assert (code, printed) == (0, "a é\r\nb")
    assert [line.split()[1] for line in error.splitlines()] == [
        "connecting",
        "connected",
        "half_closed",
        "end_of_stream",
        "closed",
    ]


@pytest.mark.parametrize(
    ("words", "typed", "printed"),
    [
        (["--line-end", "crlf"], b"a\nb", "a\r\nb\r\n"),
        (["--line-end", "none"], b"a\nb\n", "ab"),
        (["--framing", "length:u8"], b"a\nbc\n", "\x01a\x02bc"),
        (["--hex"], b"41 42\n", "41 42\n"),
    ],
)
def test_lines_are_sent_as_asked(visited, listener, beside, words, typed, printed):
    beside(echo(listener))

    assert visited(url(listener), *words, typed=typed)[:2] == (0, printed)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_capture_limit_holds_for_what_is_told_and_not_for_what_came(
    visited, listener, beside, tmp_path, as_json
):
    beside(echo(listener))
    kept = ["--record", str(tmp_path / "s.swb"), "--text-log", str(tmp_path / "log.txt")]
    words = [*kept, "--capture-limit", "3", *(["--json"] if as_json else [])]

    code, printed, _ = visited(url(listener), *words, typed=b"0123456789")
    assert code == 0
    if as_json:
        objects = [json.loads(line) for line in printed.splitlines()]
        (received,) = [found for found in objects if found["kind"] == "received"]
        assert (received["text"], received["length"], received["cut"]) == ("012", 10, 7)
    else:
        assert printed == "0123456789"
    with closing(Reader(tmp_path / "s.swb")) as reader:
        sent = next(row for row in reader.rows(0, 100) if row.kind is Kind.SENT)
        assert (sent.preview, sent.length) == (b"012", 10)
    assert "3/10  012\n" in (tmp_path / "log.txt").read_text("utf-8")


def test_with_json_events_are_on_standard_output(visited, listener, beside):
    beside(echo(listener))

    code, printed, error = visited(url(listener), "--json", typed=b"a")

    kinds = [json.loads(line)["kind"] for line in printed.splitlines()]
    assert {"connected", "sent", "received", "closed"} <= set(kinds)
    assert (code, error) == (0, "")


def test_nothing_there_is_3_and_one_sentence(visited):
    code, printed, error = visited("127.0.0.1:1")

    assert (code, printed) == (3, "")
    assert error.splitlines()[-1].startswith("Nothing listens at tcp://127.0.0.1:1")


def test_a_line_that_is_no_hex_is_wrong_usage(visited, listener, beside):
    beside(echo(listener))

    code, printed, error = visited(url(listener), "--hex", typed=b"41\nno\n42\n")

    assert code == 2
    assert printed.replace("\n", " ").split() == ["41", "42"]
    assert "Line 2 was not sent" in error


@pytest.mark.needs("resets")
def test_a_connection_that_is_reset_is_a_failure(visited, listener, beside):
    def reset():
        peer, _ = listener.accept()
        assert peer.recv(1) == b"a"
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()

    beside(reset)
    assert visited(url(listener), typed=b"a")[0] == 1


def test_over_datagrams_it_ends_after_a_silence(visited, beside):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(PATIENCE)

        def answer():
            for _ in range(2):
                data, address = peer.recvfrom(100)
                peer.sendto(data.upper(), address)

        beside(answer)
        address = f"udp://127.0.0.1:{peer.getsockname()[1]}"

        assert visited(address, typed=b"a\nb\n")[:2] == (0, "A\nB\n")


def test_an_empty_line_is_an_empty_datagram_where_its_end_is_not_sent(visited, beside):
    heard: list[bytes] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(PATIENCE)
        beside(lambda: heard.extend(peer.recv(100) for _ in range(3)))
        address = f"udp://127.0.0.1:{peer.getsockname()[1]}"

        assert visited(address, "--line-end", "none", typed=b"a\n\r\n\n")[0] == 0
    assert heard == [b"a", b"", b""]


def test_a_local_address_is_used(visited, listener, beside):
    peers = []

    def look():
        peer, address = listener.accept()
        peers.append(address[0])
        peer.close()

    beside(look)
    visited(url(listener), "--local", "127.0.0.9")
    assert peers == ["127.0.0.9"]


def test_it_connects_again_while_there_is_something_to_say(command, piped_input, listener, beside):
    heard: list[bytes] = []

    def hear_twice():
        for line in (b"first\n", b"second\n"):
            with listener.accept()[0] as peer:
                # What is typed before could still go to the connection that has just ended.
                keyboard.write(line)
                peer.settimeout(PATIENCE)
                heard.append(peer.recv(100))
        signal_self(signal.SIGTERM)

    with piped_input() as keyboard:
        beside(hear_twice)
        assert command("connect", url(listener), "--reconnect", "10ms") == 0
    assert heard == [b"first\n", b"second\n"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_with_a_signal(command, piped_input, listener, beside, number, code):
    def wait():
        with listener.accept()[0] as peer:
            signal_self(number)
            peer.settimeout(PATIENCE)
            assert peer.recv(1) == b""

    with piped_input():
        beside(wait)
        assert command("connect", url(listener)) == code


def test_kept_open_it_ends_when_the_peer_has_closed(visited, listener, beside):
    def serve():
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(PATIENCE)
            assert peer.recv(100) == b"question"
            peer.setblocking(False)
            with pytest.raises(BlockingIOError):
                peer.recv(1)
            peer.sendall(b"answer")

    beside(serve)
    code, printed, error = visited(url(listener), "--keep-open", typed=b"question")

    assert (code, printed) == (0, "answer")
    assert "half_closed" not in error


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (["--reuse-address"], 0),
        pytest.param([], 3, marks=pytest.mark.needs("shared addresses")),
    ],
)
def test_a_port_in_time_wait_can_be_used_again_at_once(visited, beside, words, last):
    codes: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as free:
        local = f":{free.getsockname()[1]}"
    for _ in range(2):
        # Another peer each time: to the same one, the connection itself would be in the way.
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(PATIENCE)
            if not codes or last == 0:
                beside(echo(listener))
            codes.append(visited(url(listener), "--local", local, *words)[0])
    assert codes == [0, last]


@pytest.mark.needs("linux")
def test_with_step_lines_are_sent_and_steps_come_from_the_terminal(
    command, piped_output, piped_input, beside, terminal, monkeypatch, capfd
):
    monkeypatch.setattr(steps, "open_terminal", lambda: terminal.file)
    held: list[str] = []

    def step():
        with listener.accept()[0] as peer:
            peer.settimeout(10)
            assert peer.recv(100) == b"hello\n"
            assert peer.recv(100) == b""

    def press():
        while "close" not in held:
            found = json.loads(printed.line())
            if found.get("held"):
                held.append(found["call"])
                terminal.type()

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        piped_output() as printed,
        piped_input() as typed,
    ):
        typed.write(b"hello\n")
        typed.close()
        listener.settimeout(10)
        beside(step)
        beside(press)
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        assert command("connect", address, "--step", "--json") == 0
        terminal.close()
    assert held[:2] == ["socket", "connect"]
    assert sorted(set(held[2:])) == ["close", "recv", "send", "shutdown"]


@pytest.mark.needs("unix sockets")
def test_a_client_of_unix_datagrams_is_stepped(
    command, piped_output, piped_input, beside, terminal, monkeypatch, tmp_path
):
    monkeypatch.setattr(steps, "open_terminal", lambda: terminal.file)
    held: list[str] = []

    def press():
        while line := printed.line():
            if json.loads(line).get("held"):
                held.append(json.loads(line)["call"])
                if held[-1] == "send":
                    assert select.select([server], [], [], 0)[0] == []
                terminal.type()

    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server,
        piped_output() as printed,
        piped_input() as typed,
    ):
        server.bind(str(tmp_path / "s"))
        server.settimeout(PATIENCE)
        typed.write(b"hello\n")
        typed.close()
        beside(press)
        assert command("connect", f"unixgram://{tmp_path / 's'}", "--step", "--json") == 0
        assert server.recv(100) == b"hello\n"
        terminal.close()
    assert held[0] == "socket"
    assert {"bind", "connect", "send"} <= set(held)


def test_step_needs_a_terminal_where_standard_input_is_sent(
    command, piped_input, monkeypatch, capfd
):
    monkeypatch.setattr(steps, "open_terminal", lambda: None)
    with piped_input():
        assert command("connect", "tcp://127.0.0.1:1", "--step") == 2
    assert "there is no terminal" in capfd.readouterr().err
