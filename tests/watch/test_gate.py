import os
import signal
import socket
import threading

import pytest

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.watch.gate import Gate
from socket_workbench.watch.model import Call, Process

PATIENCE = 40

PROGRAM = """\
import socket, threading
server = socket.create_server(("127.0.0.1", 0))

def serve():
    conn, address = server.accept()
    with conn:
        conn.sendall(conn.recv(100).upper())

thread = threading.Thread(target=serve, name="the server")
thread.start()
with socket.create_connection(server.getsockname(), 5) as client:
    client.sendall(b"hello")
    print(client.recv(100), flush=True)
thread.join()
server.close()
print("done", flush=True)
"""


class Stepped:
    """A program that is stepped, and what is held of it."""

    def __init__(self, watching, text, **options):
        self._changed = threading.Condition()
        self.run = watching.start(text, holds=True, on_step=self._on_step, **options)
        self.gate = self.run.watch.gate

    def _on_step(self):
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, *wanted):
        """Wait until just these calls are held."""
        self.wait_until(lambda names: names == sorted(wanted))

    def wait_until(self, true):
        """Wait until the names of the held calls are as wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: true(self.names()), PATIENCE), self.names()

    def names(self):
        return sorted(call.name for call in self.gate.held())

    def step(self, name, *then):
        [call] = [each for each in self.gate.held() if each.name == name]
        assert self.gate.step(call.number, call.process)
        self.wait_for(*then)

    def held(self, name):
        return next(each for each in self.gate.held() if each.name == name)


@pytest.fixture
def stepped(watching):
    return lambda text, **options: Stepped(watching, text, **options)


def test_each_thread_is_stepped_by_itself(stepped):
    program = stepped(PROGRAM)
    program.wait_for("socket")
    for name, then in (("socket", "setsockopt"), ("setsockopt", "bind"), ("bind", "listen")):
        program.step(name, then)
    program.step("listen", "accept", "socket")
    program.step("socket", "accept", "settimeout")
    program.step("settimeout", "accept", "connect")
    # The system connects although `accept` is not called.
    program.step("connect", "accept", "sendall")
    sending = program.held("sendall")
    program.step("accept", "recv", "sendall")
    program.step("recv", "sendall")
    # It waits in `recv` now, for what is held.
    program.step("sendall", "recv", "sendall")
    program.gate.go_on()
    run = program.run.ended()

    assert (sending.call, sending.payload) == ("sendall(b'')", b"hello")
    assert (sending.thread, sending.place.line) == ("MainThread", 12)
    assert sending.process == run.watch.program.process.pid
    assert run.printed == "b'HELLO'\ndone\n"
    assert run.code == 0
    begun = [CallRecord.read(e.event.text) for e in run.events if e.event.kind is Kind.CALL_BEGUN]
    held = [each.name for each in begun if each.is_held]
    assert sorted(held[4:6]) == ["accept", "socket"]
    assert len(held) == 12
    made = {each.number: each for each in run.calls}
    assert {each.number for each in begun} <= set(made)
    assert next(each for each in run.lines() if "listening" in each).startswith("server")
    assert run.hints == []


def test_calls_go_on_until_one_of_a_name(stepped):
    program = stepped(PROGRAM)
    program.wait_for("socket")
    program.gate.go_on(until="recv")
    assert (program.gate.until, program.gate.is_stepping) == ("recv", False)
    # The thread beside it may have come to a call of its own before that one was held.
    program.wait_until(lambda names: "recv" in names)

    assert (program.gate.until, program.gate.is_stepping) == ("", True)
    program.gate.go_on()
    assert program.run.ended().printed == "b'HELLO'\ndone\n"


def test_calls_are_held_when_that_is_switched_on_later(stepped):
    program = stepped("import socket\nwhile True:\n    a, b = socket.socketpair()\n    del a, b\n")
    program.wait_for("socketpair")
    program.gate.go_on()
    assert program.gate.is_open
    program.gate.hold_calls()
    program.wait_for("socketpair")

    assert program.gate.step(program.held("socketpair").number + 1) is False
    program.step("socketpair", "socketpair")


def test_a_connection_that_has_said_nothing_yet_is_closed_with_the_gate(tmp_path):
    gate = Gate(tmp_path)

    def connect():
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.settimeout(PATIENCE)
        connection.connect(str(tmp_path / "gate"))
        return connection

    with connect() as silent, connect() as wrong:
        wrong.send(b"no call")
        # Connections are accepted in their order.
        assert wrong.recv(1) == b""
        gate.close()
        assert silent.recv(1) == b""


WITH_HANDLER = """\
import signal, socket, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
a, b = socket.socketpair()
try:
    a.send(b"1")
finally:
    print("tidied up", b.recv(1, socket.MSG_DONTWAIT) if "ok" in sys.argv else "", flush=True)
    a.close()
"""


def test_a_program_is_stopped_while_a_call_is_held(stepped):
    program = stepped(WITH_HANDLER)
    program.wait_for("socketpair")
    program.step("socketpair", "send")
    # Not `stop`, which kills a program that takes longer than a second, as on a busy machine.
    program.run.watch.end(signal.SIGTERM)
    run = program.run.ended()
    [sent] = [call for call in run.calls if call.name == "send"]

    assert run.code == 9
    assert run.printed == "tidied up \n"
    assert sent.error == "SystemExit"
    assert "client sent 1" not in run.lines()
    assert program.gate.count == 0


def test_a_killed_program_holds_nothing_any_longer(stepped):
    program = stepped(PROGRAM)
    program.wait_for("socket")
    os.kill(program.run.watch.program.process.pid, signal.SIGKILL)
    program.wait_for()

    assert program.run.ended().code == 137


FORKING = """\
import os, socket
a, b = socket.socketpair()
child = os.fork()
if child:
    print(b.recv(1))
    os.waitpid(child, 0)
else:
    a.send(b"x")
    os._exit(0)
"""


def test_processes_are_stepped_apart(stepped):
    program = stepped(FORKING)
    program.wait_for("socketpair")
    program.step("socketpair", "recv", "send")
    processes = {call.name: call.process for call in program.gate.held()}

    assert processes["recv"] != processes["send"]
    assert not program.gate.step(process=0)
    program.step("send", "recv")
    program.gate.go_on()
    assert program.run.ended().printed == "b'x'\n"


def test_a_step_waits_for_a_call_until_the_program_has_ended(stepped):
    program = stepped("")
    program.run.ended()

    assert not program.gate.wait_until_held()
    program.gate.hold_calls()
    program.gate.go_on()
    assert not program.gate.step()


def test_a_call_is_let_go_before_its_thread_waits(tmp_path):
    gate = Gate(tmp_path, holds=True)
    call = Call(Process(1, 7), 3, "t", 1, None, "recv", (), (), None, None, None, 0)
    gate.held_before(call)
    assert gate.step()
    from socket_workbench.watch.child._socket_workbench import gate as child

    thread = threading.Thread(target=child.Gate(str(tmp_path)).hold, args=(3,))
    os_pid, child._getpid = child._getpid, lambda: 7
    try:
        thread.start()
        thread.join(PATIENCE)
    finally:
        child._getpid = os_pid
    assert not thread.is_alive()
    gate.close()


def test_what_is_held_is_read_without_waiting_for_who_changes_it(tmp_path):
    gate = Gate(tmp_path, holds=True)
    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(len(gate.held())))
    with gate._is_held:
        reader.start()
        reader.join(PATIENCE)
        assert found == [0]
    gate.close()
