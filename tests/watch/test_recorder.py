import pytest

from socket_workbench.journal.event import UNTOLD, Kind

DATAGRAMS = """\
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"question", server.getsockname())
data, address = server.recvfrom(100)
server.sendto(b"answer", address)
client.recvfrom(100)
for sock in (client, server):
    sock.close()
"""


def test_each_peer_of_a_datagram_server_has_its_events(watching):
    run = watching.run(DATAGRAMS)
    sources = {each.event.kind: each.source for each in run.events}
    [listening] = [each for each in run.events if each.event.kind is Kind.LISTENING]

    assert run.lines(Kind.CONNECTED) == [
        f"server listening {listening.source.endpoint}",
        f"client connecting {listening.source.endpoint}",
        "client sent question",
        "server received question",
        "server sent answer",
        "client received answer",
        "client closed",
        "server stopped",
    ]
    assert listening.source.endpoint.startswith("udp://127.0.0.1:")
    of_server = next(each.source for each in run.events if each.event.kind is Kind.RECEIVED)
    assert of_server.peer == sources[Kind.CONNECTED].local  # so that the two ends are found
    calls = [call.call.partition("(")[0] for call in run.calls]
    assert calls.count("bind") == calls.count("recvfrom") / 2 == 1


SHORT = """\
import socket
a, b = socket.socketpair()
a.setblocking(False)
sent = a.send(bytes(10_000_000))
try:
    a.send(b"no room")
except BlockingIOError:
    print(sent)
b.close()
try:
    a.settimeout(1)
    a.send(b"nobody")
except BrokenPipeError:
    pass
a.close()
"""


def test_what_was_sent_is_what_the_system_took(watching):
    run = watching.run(SHORT)
    sent = [each for each in run.events if each.event.kind is Kind.SENT]

    assert [each.length for each in sent[:-1]] == [int(run.printed)]
    assert len(sent[0].event.payload) == 65536  # the beginning of it
    assert [each.event.payload for each in sent[1:]] == [b"nobody"]
    assert [(each.time, each.taken) for each in run.memory.unsent] == [(sent[1].event.time, 0)]
    assert [each.event.kind for each in run.events].count(Kind.RESET) == 1


FAILING = """\
import socket
for name in ("send", "sendall", "sendmsg"):
    a, b = socket.socketpair()
    b.close()
    with a:
        try:
            getattr(a, name)([b"nobody"] if name == "sendmsg" else b"nobody")
        except BrokenPipeError:
            pass
"""


def test_of_a_call_that_fails_what_was_sent_is_what_it_tells(watching):
    run = watching.run(FAILING)

    assert [each.taken for each in run.memory.unsent] == [0, UNTOLD, 0]


ENDS = """\
import socket, threading
with socket.create_server(("127.0.0.1", 0)) as server:
    pairs = []
    for _ in range(3):
        client = socket.create_connection(server.getsockname())
        pairs.append((client, server.accept()[0]))
(peeking, one), (deaf, two), (late, three) = pairs
one.sendall(b"hello")
one.close()
peeking.recv(100, socket.MSG_PEEK)
peeking.recv_into(bytearray(9), flags=socket.MSG_PEEK)
peeking.recv(100)
peeking.recv(100)
deaf.shutdown(socket.SHUT_RDWR)
deaf.recv(100)
late.sendall(b"unread")
three.close()
try:
    late.recv(100)
except ConnectionResetError:
    pass
two.shutdown(socket.SHUT_WR)
try:
    two.send(b"x")
except BrokenPipeError:
    pass
"""


def test_ends_are_those_of_the_connections(watching):
    run = watching.run(ENDS)
    assert run.code == 0, run.errors
    kinds = (Kind.RECEIVED, Kind.END_OF_STREAM, Kind.HALF_CLOSED, Kind.RESET, Kind.ERROR)
    found = [each for each in run.events if each.event.kind in kinds]

    assert [(each.source.role.value, each.event.kind) for each in found] == [
        # What is only looked at is not received, and nothing has ended who does not listen.
        ("client", Kind.RECEIVED),
        ("client", Kind.END_OF_STREAM),
        ("client", Kind.HALF_CLOSED),
        ("client", Kind.RESET),
        ("server", Kind.HALF_CLOSED),
        ("server", Kind.ERROR),
    ]
    # A reset by the peer has a sentence, which the ladder asks for.
    assert "reset the connection" in found[3].event.text
    assert "takes no more bytes" in found[5].event.text


UNCAUGHT = """\
import threading

def work():
    raise RuntimeError("in a thread")

thread = threading.Thread(target=work)
thread.start()
thread.join()
raise ValueError("in the program")
"""


def test_exceptions_that_nothing_catches_are_recorded_with_their_line(watching):
    run = watching.run(UNCAUGHT)

    assert run.lines(Kind.OUTPUT) == [
        "program error RuntimeError: in a thread  program.py:4",
        "program error ValueError: in the program  program.py:9",
    ]
    assert "_socket_workbench" not in run.errors


@pytest.mark.parametrize("call", ["connect(('127.0.0.1', 1))", "bind(('192.0.2.1', 1))"])
def test_a_traceback_shows_none_of_our_frames(watching, call):
    run = watching.run(f"import socket\nwith socket.socket() as sock:\n    sock.{call}\n")

    assert run.code == 1
    assert "Error" in run.errors
    assert "_socket_workbench" not in run.errors


def test_a_file_that_hides_the_module_is_told(watching):
    watching.write("print('my own')\n", "socket.py")
    run = watching.run("import socket\nsocket.AF_INET\n")

    assert run.printed == "my own\n"
    assert "module 'socket' has no attribute" in run.errors
    assert any("imported in the place of" in line for line in run.lines())
