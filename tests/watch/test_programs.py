from socket_workbench.journal.event import Kind, Role
from socket_workbench.watch.channel import Told
from socket_workbench.watch.programs import Listener, Programs

FAMILIES = (
    """\
import multiprocessing, os, socket, subprocess, sys

CHILD = """
    + repr("""
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as sock:
    sock.sendall(b"a subprocess")
""")
    + """

def spawned(address):
    with socket.create_connection(address) as sock:
        sock.sendall(b"spawned")

if __name__ == "__main__":
    server = socket.create_server(("127.0.0.1", 0))
    address = server.getsockname()
    pid = os.fork()
    if pid == 0:
        conn, _ = server.accept()
        conn.sendall(conn.recv(100) + b" by a fork")
        conn.close()
        os._exit(0)
    with socket.create_connection(address) as sock:
        sock.sendall(b"answered")
        assert sock.recv(100) == b"answered by a fork"
    os.waitpid(pid, 0)
    process = multiprocessing.get_context("spawn").Process(target=spawned, args=(address,))
    process.start()
    conn, _ = server.accept()
    assert conn.recv(100) == b"spawned"
    conn.close()
    process.join()
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(address[1])])
    conn, _ = server.accept()
    assert conn.recv(100) == b"a subprocess"
    conn.close()
    process.wait()
    server.close()
"""
)


def test_all_processes_of_a_program_are_watched(watching):
    run = watching.run(FAMILIES)
    words = [line for line in run.lines() if "sent" in line or "received" in line]

    assert run.code == 0, run.errors
    assert words == [
        "client sent answered",
        "server received answered",
        "server sent answered by a fork",
        "client received answered by a fork",
        "client sent spawned",
        "server received spawned",
        "client sent a subprocess",
        "server received a subprocess",
    ]
    assert len({call.process for call in run.calls}) == 4
    endpoints = {each.source.endpoint for each in run.events if each.source.role is Role.SERVER}
    assert len(endpoints) == 1  # a forked process has the listener of the one it comes from
    kinds = [each.event.kind for each in run.events if each.source.role is Role.SERVER]
    assert kinds.count(Kind.STOPPED) == 1
    assert kinds.count(Kind.ACCEPTED) == kinds.count(Kind.CLOSED) == 3


FORKING = """\
import os, socket
server = socket.create_server(("127.0.0.1", 0))
with socket.create_connection(server.getsockname()) as client:
    conn, _ = server.accept()
    pid = os.fork()
    if pid == 0:
        conn.sendall(conn.recv(100))
        conn.close()
        os._exit(0)
    conn.close()
    client.sendall(b"question")
    print(client.recv(100), client.recv(100))
    os.waitpid(pid, 0)
server.close()
"""


def test_a_connection_is_open_as_long_as_a_process_has_it(watching):
    run = watching.run(FORKING)

    assert run.printed == "b'question' b''\n"
    assert [line for line in run.lines() if line.startswith("server")][1:] == [
        next(line for line in run.lines() if "accepted" in line),
        "server received question",
        "server sent question",
        "server closed",
        "server stopped",
    ]
    assert run.hints == []


KINDS = """\
import socket, ssl
a, b = socket.socketpair()
copy = a.dup()
copy.sendall(b"by the copy")
copy.close()
again = socket.socket(fileno=a.detach())
again.sendall(b"by another object")
file = b.makefile("rb")
b.close()
print(file.read(28))
file.close()
del again
try:
    socket.create_connection(("127.0.0.1", 1))
except OSError as error:
    print(type(error).__name__)
"""


def test_a_socket_is_one_whatever_objects_it_has(watching):
    run = watching.run(KINDS)

    assert run.printed == "b'by the copyby another object'\nConnectionRefusedError\n"
    assert run.lines(Kind.OUTPUT, Kind.ERROR) == [
        "client sent by the copy",
        "client sent by another object",
        "server received by the copyby another object",
        "server closed",
        "client closed",
        "client connecting tcp://127.0.0.1:1",
    ]
    assert [each.event.text[:18] for each in run.events if each.event.kind is Kind.ERROR] == [
        "Nothing listens at"
    ]


def test_events_that_are_not_as_they_should_be_are_left_out():
    programs = Programs("a.py", [Listener()])
    for event in (
        ("begin",),
        ("begin", 1, 2, 3),
        ("end", 1, 99, 0, None, None, None, None),
        ("names", 1, 1, "x", None, 1, 1, None, None),
        ("call", 1, "n", "t", 1, "recv", 5, None, None, None, 1, None, None, None, None),
        ("unknown", 1),
        ("gone", 1, 7),
    ):
        programs.take(Told(1, 1, event))

    assert programs.processes[1].left_out == 0
    assert programs.processes[1].sockets == {}
    assert programs.waiting() == []


def test_sockets_that_are_open_when_calls_were_left_out_are_marked():
    programs = Programs("a.py", [Listener()])

    def tell(*event):
        programs.take(Told(1, 1, event))

    def name(number):
        tell("names", 1, number, 2, 1, 3, number, ("127.0.0.1", number), None)
        return programs.processes[1].sockets[number]

    def call(number):
        head = ("call", 1, number, "t", 1, "recv", ((1,), ()), None, None, (None, False))
        tell(*head, 0, None, (1, b"x"), None, None)

    first = name(1)
    call(1)
    call(2)
    assert not first.has_gaps
    call(40)
    assert first.has_gaps
    later = name(2)
    call(41)
    assert not later.has_gaps
    tell("lost", 1, 5)
    assert later.has_gaps
