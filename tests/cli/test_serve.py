import base64
import json
import os
import select
import signal
import socket

import pytest
from tests.cli.conftest import signal_self

from socket_workbench.cli.command_line import parse
from socket_workbench.cli.serve import server_settings
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.options import ServerOptions


def end(number=signal.SIGTERM):
    signal_self(number)


def port_of(line):
    assert line.startswith("listening ")
    return int(line.rpartition(":")[2])


def test_every_event_is_a_line(command, piped_output, beside):
    found: list[str] = []

    def visit():
        with socket.create_connection(("127.0.0.1", port_of(printed.line())), 10) as peer:
            peer.sendall(b"a\x1b\n")
            assert peer.recv(100) == b"a\x1b\n"
        while "closed" not in (line := printed.line()):
            found.append(line)
        end()

    with piped_output() as printed:
        beside(visit)
        assert command("serve", "tcp://127.0.0.1:0") == 0
        rest = printed.line() + printed.line()
    assert [line.split()[1] for line in found] == ["accepted", "received", "sent", "end_of_stream"]
    assert r"3 bytes  a\x1b\n" in found[1]
    assert "stopped: 1 connection, received 3 bytes in 1 message, sent 3 bytes" in rest


def test_with_json_every_line_is_an_object(command, piped_output, beside, capfd):
    objects = []

    def visit():
        objects.append(json.loads(printed.line()))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.settimeout(10)
            peer.connect(("127.0.0.1", port_of("listening " + objects[0]["endpoint"])))
            peer.send(b"\xff")
            assert peer.recv(100) == b"\xff"
        while objects[-1]["kind"] != "sent":
            objects.append(json.loads(printed.line()))
        end()

    with piped_output() as printed:
        beside(visit)
        assert command("serve", "udp://127.0.0.1:0", "--json") == 0
    received = next(found for found in objects if found["kind"] == "received")
    assert base64.b64decode(received["payload"]) == b"\xff"
    assert "text" not in received
    assert "stopped: " in capfd.readouterr().err


def test_messages_that_a_framing_found_are_printed_recorded_shown_and_exported(
    command, piped_output, beside, tmp_path, capfd
):
    objects = []

    def visit():
        objects.append(json.loads(printed.line()))
        port = port_of("listening " + objects[0]["endpoint"])
        with socket.create_connection(("127.0.0.1", port), 10) as peer:
            peer.sendall(b"one\ntwo\nth")
            assert peer.recv(100)
        while objects[-1]["kind"] != "closed":
            objects.append(json.loads(printed.line()))
        end()

    file = tmp_path / "s.swb"
    with piped_output() as printed:
        beside(visit)
        words = ("--framing", "line", "--json", "--record", str(file))
        assert command("serve", "tcp://127.0.0.1:0", *words) == 0
    kinds: dict[str, list[bytes]] = {kind: [] for kind in ("received", "message", "incomplete")}
    for found in objects:
        if found["kind"] in kinds:
            kinds[found["kind"]].append(base64.b64decode(found["payload"]))
    assert kinds["message"] == [b"one\n", b"two\n"]
    assert kinds["incomplete"] == [b"th"]
    assert b"".join(kinds["received"]) == b"one\ntwo\nth"
    assert "received 10 bytes" in capfd.readouterr().err
    assert command("show", str(file)) == 0
    assert "  message        127.0.0.1:" in capfd.readouterr().out
    assert command("export", str(file), "--to", "csv") == 0
    assert r",client to server,message,4,0,two\n," in capfd.readouterr().out


def test_a_trace_is_printed_recorded_shown_and_exported(
    command, piped_output, beside, tmp_path, capfd
):
    objects = []

    def until(kind, call):
        while True:
            objects.append(json.loads(printed.line()))
            if objects[-1]["kind"] == kind and objects[-1].get("call") == call:
                return objects[-1]

    def visit():
        port = until("call", "getsockname")["result"][1]
        until("call_begun", "accept")
        with socket.create_connection(("127.0.0.1", port), 10) as peer:
            peer.sendall(b"zhangsan")
            assert peer.recv(100)
        until("call", "close")
        end()

    file = tmp_path / "s.swb"
    with piped_output() as printed:
        beside(visit)
        words = ("--trace", "--json", "--record", str(file))
        assert command("serve", "tcp://127.0.0.1:0", *words) == 0
    calls = [found for found in objects if found["kind"] == "call"]
    assert [found["call"] for found in calls[:2]] == ["socket", "setsockopt"]
    taking = "SO_REUSEADDR" if os.name == "posix" else "SO_EXCLUSIVEADDRUSE"
    assert calls[1]["arguments"] == ["SOL_SOCKET", taking, 1]
    begun = next(found for found in objects if found["kind"] == "call_begun")
    (accepted,) = [found for found in calls if found["id"] == begun["id"]]
    assert accepted["waited"] >= 0.1
    assert (begun["waited"], accepted["thread"]) == (None, begun["thread"])
    received = next(found for found in calls if found["call"] == "recv")
    assert received["connection"] == 1
    assert received["result"] == {"bytes": True}
    assert base64.b64decode(received["payload"]) == b"zhangsan"
    assert "received 8 bytes in 1 message" in capfd.readouterr().err

    assert command("show", str(file)) == 0
    assert "recv(65536) → b'zhangsan'" in capfd.readouterr().out
    assert command("export", str(file), "--to", "csv") == 0
    assert ",call,,,,recv(65536) → b'zhangsan'" in capfd.readouterr().out
    assert command("export", str(file), "--to", "txt") == 0
    assert "accept()  waiting" in capfd.readouterr().out
    assert command("export", str(file), "--to", "jsonl") == 0
    exported = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [each["id"] for each in exported if each["kind"] == "call"][: len(calls)] == [
        each["id"] for each in calls
    ]


def test_with_step_each_call_is_printed_and_waits_for_enter(
    command, piped_output, piped_input, beside, capfd
):
    objects = []

    def until_held(call, is_stepping=True):
        while True:
            objects.append(json.loads(printed.line()))
            if not objects[-1].get("held"):
                continue
            if objects[-1]["call"] == call:
                return
            if is_stepping:
                typed.write(b"\n")

    def visit():
        until_held("accept")
        port = next(found["result"][1] for found in objects if found.get("call") == "getsockname")
        # The kernel accepts without the call; what is sent waits for `recv`.
        with socket.create_connection(("127.0.0.1", port), 10) as peer:
            peer.sendall(b"zhangsan")
            typed.write(b"recv\n")
            until_held("recv", is_stepping=False)
            typed.write(b"\nwhat\ngo\n")
            assert peer.recv(100) == b"zhangsan"
        while objects[-1]["kind"] != "closed":
            objects.append(json.loads(printed.line()))
        end(signal.SIGINT)

    with piped_output() as printed, piped_input() as typed:
        beside(visit)
        assert command("serve", "tcp://127.0.0.1:0", "--step", "--json") == 130
    held = [found for found in objects if found.get("held")]
    assert [found["call"] for found in held][:4] == ["socket", "setsockopt", "bind", "listen"]
    assert {found["kind"] for found in held} == {"call_begun"}
    ended = {found["id"] for found in objects if found["kind"] == "call"}
    # The last one waits in `accept` for another client.
    assert len({found["id"] for found in held} - ended) == 1
    assert "Enter makes the call that is held for longest" in capfd.readouterr().err


@pytest.mark.needs("unix sockets")
def test_unix_datagrams_are_stepped(command, piped_output, piped_input, beside, tmp_path):
    path = tmp_path / "s"
    held: list[str] = []

    def step_until(call):
        """Step the calls that are held before the next one of this name."""
        while True:
            found = json.loads(printed.line())
            if found.get("held"):
                held.append(found["call"])
                if found["call"] == call:
                    return
                typed.write(b"\n")

    def visit():
        step_until("recvfrom_into")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
            peer.settimeout(10)
            peer.bind(str(tmp_path / "peer"))
            peer.sendto(b"zhangsan", str(path))
            typed.write(b"\n")
            step_until("sendto")
            assert select.select([peer], [], [], 0)[0] == []
            typed.write(b"\n")
            assert peer.recv(100) == b"zhangsan"
            # Stopped while the next call is held, or waits.
            step_until("recvfrom_into")
        end(signal.SIGINT)

    with piped_output() as printed, piped_input() as typed:
        beside(visit)
        assert command("serve", f"unixgram://{path}", "--step", "--json") == 130
    assert held[:2] == ["socket", "bind"]
    assert held[-3:] == ["recvfrom_into", "sendto", "recvfrom_into"]
    assert not path.exists()


@pytest.mark.parametrize("steps", [0, 3])
def test_a_signal_ends_it_while_calls_are_held(command, piped_output, piped_input, beside, steps):
    def interrupt():
        for _ in range(steps):
            typed.write(b"\n")
        held = 0
        while held <= steps:
            held += json.loads(printed.line()).get("held", False)
        end(signal.SIGINT)

    with piped_output() as printed, piped_input() as typed:
        beside(interrupt)
        assert command("serve", "tcp://127.0.0.1:0", "--step", "--json") == 130


def test_the_end_of_the_input_lets_all_calls_go(command, piped_output, piped_input, beside):
    def visit():
        while not (line := printed.line()).startswith("listening"):
            pass
        with socket.create_connection(("127.0.0.1", port_of(line)), 10) as peer:
            peer.sendall(b"x")
            assert peer.recv(1) == b"x"
        end()

    with piped_output() as printed, piped_input() as typed:
        typed.write(b"\n\n")
        typed.close()
        beside(visit)
        assert command("serve", "tcp://127.0.0.1:0", "--step") == 0


@pytest.mark.needs("recvmsg")
def test_json_says_which_address_was_asked_and_what_a_datagram_lacks(
    command, piped_output, beside, capfd
):
    objects = []

    def visit():
        objects.append(json.loads(printed.line()))
        port = port_of("listening " + objects[0]["endpoint"])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.settimeout(10)
            peer.connect(("127.0.0.5", port))
            peer.send(b"123456")
            assert peer.recv(100) == b"1234"
        while objects[-1]["kind"] != "sent":
            objects.append(json.loads(printed.line()))
        end()

    with piped_output() as printed:
        beside(visit)
        assert command("serve", "udp://0.0.0.0:0", "--receive-size", "4", "--json") == 0
    found = {each["kind"]: each for each in objects}
    assert found["received"]["local"].startswith("127.0.0.5:")
    assert (found["received"]["length"], found["received"]["cut"]) == (6, 2)
    assert found["dropped"]["text"].startswith("The datagram had 6 bytes")
    summary = capfd.readouterr().err
    assert "0 errors, 2 bytes cut off 1 datagram by the receive size" in summary


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_with_a_signal(command, piped_output, beside, number, code):
    def wait():
        port_of(printed.line())
        end(number)

    with piped_output() as printed:
        beside(wait)
        assert command("serve", "0") == code


def test_it_ends_when_its_reader_has_left(command, piped_output, beside, capfd):
    def leave():
        port = port_of(printed.line())
        printed.close()
        socket.create_connection(("127.0.0.1", port), 10).close()

    with piped_output() as printed:
        beside(leave)
        assert command("serve", "0") == 0
    assert capfd.readouterr().err == ""


def test_a_port_in_use_is_3_and_told_once(command, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert command("serve", f"127.0.0.1:{taken.getsockname()[1]}") == 3
    printed, error = capsys.readouterr()
    assert printed == ""
    assert "already in use" in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["0", "--reply", "x"],
        ["0", "--set", "x=y"],
        ["udp://127.0.0.1:0", "--dialogue", "welcome"],
        ["0", "--record", "/no/such/folder"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(command, capsys, words):
    assert command("serve", *words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_calls_that_the_transport_has_not_are_told(command, capsys):
    assert command("serve", "udp://127.0.0.1:0", "--calls", "recv") == 2
    assert capsys.readouterr().err.startswith("Calls: recv() does not tell who has sent")
    assert command("connect", "127.0.0.1:1", "--calls", "recv,sendto") == 2
    assert "Calls: sendto() is for datagrams" in capsys.readouterr().err


def test_settings_are_what_was_asked_for():
    words = "0 --dialogue fixed-reply --reply x --framing line --backlog 1 --one-at-a-time"
    settings = server_settings(parse(["serve", *words.split(), "--receive-size", "1"]))

    assert (settings.dialogue, settings.parameters) == ("fixed-reply", {"reply": "x"})
    assert settings.options == ServerOptions(
        framing=Framing.parse("line"), backlog=1, receive_size=1, model="one-at-a-time"
    )


@pytest.mark.parametrize(
    ("words", "backlog"),
    [("", None), ("--backlog system", None), ("--backlog 0", 0), ("--backlog 65535", 65535)],
)
def test_the_backlog_is_a_number_or_what_the_system_allows(words, backlog):
    settings = server_settings(parse(["serve", "0", *words.split()]))
    assert settings.options.backlog == backlog
    assert server_settings(parse(["serve", "0"])).options == ServerOptions()


def test_the_options_of_connections_reach_the_server():
    settings = server_settings(
        parse(["serve", "0", "--most-waiting", "64KiB", "--close-on-peer-end", "no"])
    )
    assert (settings.options.most_waiting, settings.options.close_on_peer_end) == (65536, False)
    usual = server_settings(parse(["serve", "0"])).options
    assert (usual.most_waiting, usual.close_on_peer_end) == (8 << 20, None)


@pytest.mark.parametrize(
    "words",
    [["--most-waiting", "0"], ["--most-waiting", "8 apples"], ["--close-on-peer-end", "perhaps"]],
)
def test_a_wrong_option_of_connections_is_told(words, capsys):
    with pytest.raises(SystemExit, match="2"):
        parse(["serve", "0", *words])
    assert words[0] in capsys.readouterr().err
