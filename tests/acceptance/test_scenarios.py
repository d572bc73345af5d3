"""Every built-in scenario, run as a person runs it, on free ports."""

import json
import shlex
import subprocess

import pytest

from socket_workbench.resources import resource_folder

FREE = ("--at", "127.0.0.1:0")
RUNS = {
    "acknowledge": (FREE, ["2. Expect ACK"]),
    "calculator": (
        (*FREE, *shlex.split("--answer div --answer 7 --answer 4")),
        ["[Result]", "1.75"],
    ),
    "chat-room": (FREE, ["[chloe] 10. Expect the peer to end the stream"]),
    "get-answer": (FREE, ["Get answer"]),
    "gets": (FREE, ["GETS"]),
    "http-get": (FREE, ["HTTP/1.1 200 OK"]),
    "ipv6-echo": (("--at", "[::1]:0"), []),
    "one-at-a-time": (FREE, []),
    "square": ((*FREE, "--answer", "67"), ["Answer:4489"]),
    "tcp-and-udp-same-port": (FREE, []),
    "udp-datagram": (FREE, []),
    "udp-echo": (
        (*FREE, *shlex.split("--answer one --answer '' --answer exit")),
        ["Echo: one!", "Echo: !", "Echo: exit!"],
    ),
    "unix-datagram": ((), []),
    "unix-stream": ((), []),
    "welcome": (FREE, ["14. Send exit"]),
}


def objects(output):
    return [json.loads(line) for line in output.splitlines()]


def test_every_scenario_is_run_here():
    assert set(RUNS) == {file.stem for file in resource_folder("scenarios").glob("*.toml")}


@pytest.mark.parametrize("name", RUNS)
def test_it_passes_and_says_what_it_promises(program, name):
    words, lines = RUNS[name]

    code, output, errors = program.run("run", name, *words)

    printed = output.decode().splitlines()
    assert (code, errors) == (0, "")
    assert printed[0].startswith("listening ")
    assert printed[-1] == "passed"
    assert set(lines) <= set(printed)


def test_the_sender_of_a_datagram_is_shown(program):
    _, output, _ = program.run("run", "udp-datagram", *FREE)
    listening, *lines = output.decode().splitlines()

    assert f"AAABBBCCC from {listening.removeprefix('listening udp://')}" in lines


def test_the_body_is_shown_apart_from_the_headers(program):
    _, output, _ = program.run("run", "http-get", *FREE)
    lines = output.decode().splitlines()
    body = next(place for place, line in enumerate(lines) if line.startswith("body, "))

    assert lines[body - 1] == ""
    assert lines[body + 1].startswith("<!doctype html>")


def test_the_second_client_is_connected_at_once_but_served_last(program):
    _, output, _ = program.run("run", "one-at-a-time", *FREE, "--json")
    events = [found for found in objects(output) if "peer" in found]
    order = [
        (found["name"], found["kind"])
        for found in sorted(events, key=lambda found: found["time"])
        if found["kind"] in ("connected", "accepted", "received", "closed")
    ]

    second = order.index(("second client", "connected"))
    served = [place for place, found in enumerate(order) if found == ("server", "accepted")]
    left = order.index(("server", "closed"))
    assert len(served) == 2
    assert second < left < served[1]


def test_both_transports_have_one_port_number(program):
    _, output, _ = program.run("run", "tcp-and-udp-same-port", *FREE)
    tcp, udp = [line for line in output.decode().splitlines() if line.startswith("listening")]

    assert tcp.replace("tcp:", "udp:") == udp


def test_each_side_can_be_a_process_of_its_own(program):
    server = program.start("run", "get-answer", "--only", "server", *FREE)
    address = server.endpoint().removeprefix("tcp://")

    code, output, _ = program.run("run", "get-answer", "--only", "client", "--at", address)

    assert (code, output.decode().splitlines()[-1]) == (0, "passed")
    assert "Get answer" in server.until("sent ")
    assert server.end()[0] == 0


@pytest.mark.parametrize("words", [["--only", "server"], []])
def test_ctrl_c_ends_it(program, words):
    running = program.start("run", "welcome", *FREE, *words)
    running.endpoint()

    code, _, errors = running.end(2)
    assert (code, errors) == (130, "")


def test_sigterm_in_the_middle_is_not_a_success(program):
    running = program.start("run", "welcome", *FREE)
    running.until("4. Wait")

    assert running.end()[0] == 1


def test_a_wrong_server_fails_an_expectation(program):
    server = program.start("serve", "127.0.0.1:0", "--dialogue", "fixed-reply", "--reply", "GOTS")
    address = server.endpoint()

    code, output, _ = program.run("run", "gets", "--only", "client", "--at", address)

    assert code == 1
    assert output.decode().splitlines()[-3:] == [
        'Expected "GETS", but "GOTS" came.',
        "    byte 2: expected 45 54 53, received 4f 54 53",
        "failed",
    ]


def test_a_server_that_says_nothing_fails_an_expectation(program, tmp_path):
    text = (resource_folder("scenarios") / "gets.toml").read_text("utf-8")
    file = tmp_path / "my.toml"
    file.write_text(text.replace('"GETS", into', '"GETS", within = "100ms", into'), "utf-8")
    server = program.start("serve", "127.0.0.1:0", "--dialogue", "print-only")

    code, output, _ = program.run("run", file, "--only", "client", "--at", server.endpoint())

    assert code == 1
    assert "nothing came" in output.decode()


def test_a_port_in_use_is_3(program):
    server = program.start("serve", "127.0.0.1:0")

    code, output, errors = program.run("run", "gets", "--at", server.endpoint())

    assert (code, output) == (3, b"failed\n")
    assert "already in use" in errors


def test_a_mistake_in_a_file_is_2_and_names_the_field(program, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(
        'format = 1\ntitle = "T"\n[[clients]]\nendpoint = "1"\nsteps = [{ wait = "soon" }]\n'
    )

    code, output, errors = program.run("run", file)

    assert (code, output) == (2, b"")
    assert errors.startswith(f"{file}:5:12: clients[0].steps[0].wait: 'soon' is not a duration")


def test_questions_are_asked_on_the_terminal(program):
    running = program.start("run", "square", *FREE, stdin=subprocess.PIPE)
    running.until("Enter a number:")
    running.process.stdin.write(b"12\n")

    assert running.until("Answer:1") == "Answer:144\n"
    assert running.ended()[0] == 0


def test_a_session_is_recorded(program, tmp_path):
    file = tmp_path / "session.swb"

    assert program.run("run", "gets", *FREE, "--record", file)[0] == 0
    assert file.stat().st_size > 0
    again = program.run("run", "gets", *FREE, "--record", file)
    assert again[0] == 2
    assert str(file) in again[2]


def test_a_reader_that_leaves_early_ends_it_quietly(program):
    running = program.start("run", "welcome", *FREE)
    running.endpoint()
    running.process.stdout.close()

    assert running.process.wait(40) in (0, 1)
    assert running.process.stderr.read() == b""
