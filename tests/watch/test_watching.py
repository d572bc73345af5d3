import os
import signal
from pathlib import Path

import pytest

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.watch.channel import EventChannel
from socket_workbench.watch.watching import program_name

ECHO = """\
import socket, threading
server = socket.create_server(("127.0.0.1", 0))

def serve():
    conn, address = server.accept()
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data.upper())

thread = threading.Thread(target=serve, name="the server")
thread.start()
with socket.create_connection(server.getsockname()) as client:
    client.sendall(b"hello")
    print(client.recv(100))
    client.shutdown(socket.SHUT_WR)
    print(client.recv(100))
thread.join()
server.close()
print("an error", file=__import__("sys").stderr)
raise SystemExit(7)
"""


def test_a_server_and_its_client_are_recorded_as_the_workbenchs_own(watching):
    run = watching.run(ECHO)
    listening = next(each for each in run.events if each.event.kind is Kind.LISTENING)
    connected = next(each for each in run.events if each.event.kind is Kind.CONNECTED)

    assert run.code == 7
    assert run.printed == "b'HELLO'\nb''\n"
    assert run.errors == "an error\n"
    assert listening.event.text == listening.source.endpoint
    of_server = [line for line in run.lines() if line.startswith("server")]
    assert of_server == [
        f"server listening {listening.source.endpoint}",
        f"server accepted {connected.source.local}",
        "server received hello",
        "server sent HELLO",
        "server end_of_stream",
        "server closed",
        "server stopped",
    ]
    assert [line for line in run.lines() if line.startswith("client")] == [
        f"client connecting {listening.source.endpoint}",
        f"client connected {connected.source.local} → {connected.source.peer}",
        "client sent hello",
        "client received HELLO",
        "client half_closed",
        "client end_of_stream",
        "client closed",
    ]
    assert run.lines().index("server sent HELLO") < run.lines().index("client received HELLO")
    assert run.lines().index("client half_closed") < run.lines().index("server end_of_stream")
    assert "program output an error" in run.lines()
    assert run.hints == []


def test_each_call_has_its_place_and_its_thread(watching):
    run = watching.run(ECHO)
    served = [call for call in run.calls if call.thread == "the server"]
    port = next(each for each in run.events if each.event.kind is Kind.LISTENING).event.text

    assert [(call.call, call.line) for call in served] == [
        ("accept()", 5),
        ("recv(1024)", 7),
        ("sendall(b'')", 8),
        ("recv(1024)", 7),
        ("close()", 6),
    ]
    assert {call.file for call in run.calls} == {str(watching.folder / "program.py")}
    made = [call.call for call in run.calls if call.thread == "MainThread"]
    assert made[:4] == [
        "socket(AF_INET, SOCK_STREAM)",
        "setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)",
        "bind(('127.0.0.1', 0))",
        "listen()",
    ]
    assert f"connect(('127.0.0.1', {port.rpartition(':')[2]}))" in made
    assert {call.process for call in run.calls} == {run.watch.program.process.pid}
    assert len({call.number for call in run.calls}) == len(run.calls)


WAITING = """\
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print("ready")
try:
    server.accept()
finally:
    print("tidied up")
"""


@pytest.mark.parametrize(
    ("number", "code", "printed"),
    [(signal.SIGINT, 130, "ready\ntidied up\n"), (signal.SIGKILL, 137, "ready\n")],
)
def test_a_waiting_call_is_recorded_until_the_program_is_ended(watching, number, code, printed):
    run = watching.start(WAITING)
    run.wait_for_call("accept")
    os.kill(run.watch.program.process.pid, number)
    run.ended()

    # Python ends itself with SIGINT once it has printed the traceback.
    assert run.code == code
    assert run.printed == printed
    assert "server stopped" in run.lines()


def test_output_goes_where_ours_does_unless_it_is_captured(watching, capfd):
    run = watching.run("print('to the terminal')", captures=False)

    assert capfd.readouterr().out == "to the terminal\n"
    assert run.output == []
    assert run.lines() == []


def test_a_program_that_hides_from_us_is_known_as_unseen(watching):
    seen = watching.run("print(1)")
    unseen = watching.start_words(["-I", watching.write("print(1)")]).ended()

    assert seen.watch.was_seen
    assert not unseen.watch.was_seen
    assert unseen.printed == "1\n"


def test_a_program_is_named_by_its_file_or_module():
    assert program_name(["/tmp/a/server.py", "80"]) == "server.py"
    assert program_name(["-m", "http.server"]) == "http.server"


TOO_FAST = """\
import socket, sys
a, b = socket.socketpair()
for _ in range(5000):
    a.send(b"x")
    b.recv(1)
with open(sys.argv[1], "w") as done:
    done.write("all sent")
try:
    socket.socket().connect(("127.0.0.1", 1))
except OSError:
    pass
b.settimeout(30)
b.recv(1)
"""


def test_what_comes_too_fast_is_counted_and_what_matters_arrives(watching, monkeypatch):
    """Nobody reads what is told until everything was sent."""
    done = watching.folder / "done"
    os.mkfifo(done)
    read = EventChannel.read

    def read_late(channel, patience):
        if done.exists():
            assert Path(done).read_text() == "all sent"
            done.unlink()
        return read(channel, patience)

    monkeypatch.setattr(EventChannel, "read", read_late)
    run = watching.start(TOO_FAST, done)
    run.wait_for_call("recv")
    run.watch.program.send(signal.SIGINT)
    run.ended()
    calls = [call for call in run.calls if call.name in ("send", "recv")]

    assert run.watch.left_out > 1000
    # The last one is told when it begins, and returns with the signal.
    assert len(calls) + run.watch.left_out == 5000 * 2 + 1
    assert any(line.startswith("program dropped") for line in run.lines())
    assert ("connect", "ECONNREFUSED") in [(call.name, call.error) for call in run.calls]
    begun = [
        CallRecord.read(each.event.text).line
        for each in run.events
        if each.event.kind is Kind.CALL_BEGUN
    ]
    assert begun[-1] == 13
    assert any("KeyboardInterrupt" in line for line in run.errors.splitlines())
