import json
import signal
import socket

import pytest
from tests.cli.conftest import signal_self

PATIENCE = 20


@pytest.fixture
def asked(command, listener, beside, capfdbinary):
    """Send one message to a peer that answers; returns the code, what was printed and received."""

    def run(*words, answer=(b"ACK",), ends=False):
        heard = []

        def serve():
            peer, _ = listener.accept()
            with peer:
                peer.settimeout(PATIENCE)
                heard.append(peer.recv(65536))
                for piece in answer:
                    peer.sendall(piece)
                if not ends:
                    peer.recv(65536)

        beside(serve)
        code = command("send", f"127.0.0.1:{listener.getsockname()[1]}", *words)
        printed, error = capfdbinary.readouterr()
        return code, printed, error.decode(), heard

    return run


@pytest.mark.parametrize(
    ("words", "sent", "printed"),
    [
        (["--text", r"ABC\x00"], b"ABC\0", b"ACK"),
        (["--text", "ABC", "--line-end", "crlf"], b"ABC\r\n", b"ACK"),
        (["--hex", "41 ff"], b"A\xff", b"41 43 4b\n"),
    ],
)
def test_the_message_is_sent_and_the_answer_printed(asked, words, sent, printed):
    assert asked(*words, "--within", "20s") == (0, printed, "", [sent])


def test_a_file_is_sent_whole(asked, tmp_path):
    (tmp_path / "f").write_bytes(bytes(range(256)))

    assert asked("--file", str(tmp_path / "f"), "--within", "20s")[3] == [bytes(range(256))]


@pytest.mark.parametrize(
    ("words", "answer", "code"),
    [
        (["--expect", "ACK"], [b"A", b"CK"], 0),
        (["--expect", r"\x41CK"], [b"ACK"], 0),
        (["--expect", "ACK"], [b"ACK\n"], 1),
        (["--expect", "ACK"], [b"NAK"], 1),
        (["--contains", "C"], [b"ACK"], 0),
        (["--contains", "c"], [b"ACK"], 1),
        (["--framing", "line", "--expect", "ACK"], [b"ACK\r\nmore"], 0),
    ],
)
@pytest.mark.parametrize("ends", [True, False])
def test_the_answer_is_compared(asked, words, answer, code, ends):
    ended, printed, error, _ = asked(
        "--text", "ABC", "--within", "20s", *words, answer=answer, ends=ends
    )

    assert (ended, printed[:3]) == (code, b"".join(answer)[:3])
    assert len(error.splitlines()) == code


def test_no_answer_is_told_and_fails_only_what_is_expected(asked):
    words = ("--text", "ABC", "--within", "50ms")

    code, printed, error, _ = asked(*words, answer=())
    assert (code, printed) == (0, b"")
    assert "nothing came" in error
    assert asked(*words, "--expect", "ACK", answer=())[0] == 1


@pytest.mark.parametrize("words", [[], ["--expect", "ACK"], ["--contains", "ACK"]])
def test_what_ended_the_answer_is_told_rather_than_that_nothing_came(asked, words):
    framing = ("--framing", "length:u32be", "--within", "20s")

    code, _, error, _ = asked("--text", "x", *framing, *words, answer=[b"\xff" * 8], ends=True)
    assert code == 1
    assert error.startswith("A message of 4294967295 bytes was announced; ")


def test_a_datagram_is_answered_by_one(command, capfd, beside):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(PATIENCE)

        def serve():
            data, peer = server.recvfrom(100)
            server.sendto(data[::-1], peer)

        beside(serve)
        url = f"udp://127.0.0.1:{server.getsockname()[1]}"
        assert command("send", url, "--text", "abc", "--expect", "cba", "--within", "20s") == 0
    assert capfd.readouterr() == ("cba", "")


def test_events_are_json_where_that_is_wanted(asked):
    _, printed, _, _ = asked("--text", "ABC", "--json", "--within", "20s")

    kinds = [json.loads(line)["kind"] for line in printed.decode().splitlines()]
    assert {"connected", "sent", "received"} <= set(kinds)


def test_a_refused_connection_is_3(command, capfd):
    assert command("send", "127.0.0.1:1", "--text", "a") == 3
    assert "Nothing listens at" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--text", "\\q"], "--text: Column 1"),
        (["--text", "a", "--expect", "{{x}}"], "--expect: "),
        (["--file", "/no/such"], "/no/such cannot be read"),
        (["--text", "a", "--step"], "--step is for connect"),
    ],
)
def test_what_cannot_be_sent_is_wrong_usage(command, capfd, words, part):
    assert command("send", "127.0.0.1:1", *words) == 2
    printed, error = capfd.readouterr()
    assert (printed, len(error.splitlines())) == ("", 1)
    assert part in error


def test_it_can_be_interrupted(command, listener, beside):
    def interrupt():
        peer, _ = listener.accept()
        with peer:
            peer.recv(100)
            signal_self(signal.SIGINT)
            peer.recv(100)

    beside(interrupt)
    url = f"127.0.0.1:{listener.getsockname()[1]}"
    assert command("send", url, "--text", "a", "--within", "1h") == 130
