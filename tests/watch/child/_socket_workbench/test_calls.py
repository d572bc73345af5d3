import pytest

MANY_WAYS = """\
import array, socket, ssl
from socket import *

class Mine(socket):
    def hello(self):
        self.send(b"hello")

left, right = socketpair()
mine = Mine(fileno=left.detach())
mine.hello()
buffer = bytearray(10)
right.recv_into(buffer, 3)
right.recv_into(memoryview(buffer)[3:])
mine.sendmsg([b"a", b"b"])
print(right.recvmsg(10)[0])
with mine, right, right.makefile("rw") as file:
    mine.sendall(b"line\\n")
    print(file.readline())
    file.write("answer")
    file.flush()
    print(mine.recv(10))
print(mine.send.__name__, Mine.recv.__qualname__, socket.recv.__doc__[:4])
import os
print(os.listdir("/proc/self/fd").count("3"), socket().fileno())
"""


def test_however_a_socket_is_used_its_calls_are_seen(watching):
    run = watching.run(MANY_WAYS)
    calls = [call.call for call in run.calls]

    assert run.code == 0, run.errors
    assert run.printed.splitlines()[:4] == ["b'ab'", "line", "", "b'answer'"]
    assert calls[:8] == [
        "socketpair()",
        "detach()",
        next(call for call in calls if call.startswith("socket(fileno=")),
        "send(b'')",
        "recv_into(b'', 3)",
        "recv_into(b'')",
        "sendmsg([b''])",
        "recvmsg(10)",
    ]
    assert [line for line in run.lines() if "sent" in line or "received" in line] == [
        "client sent hello",
        "server received hel",
        "server received lo",
        "client sent ab",
        "server received ab",
        "client sent line",
        "server received line",
        "server sent answer",
        "client received answer",
    ]
    hello = next(call for call in run.calls if call.call == "send(b'')")
    assert hello.line == 6


TLS = """\
import socket, ssl, threading
server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_side.load_cert_chain(CERTIFICATE)
client_side = ssl.create_default_context(cafile=CERTIFICATE)
server = socket.create_server(("127.0.0.1", 0))

def serve():
    raw, _ = server.accept()
    with server_side.wrap_socket(raw, server_side=True) as conn:
        conn.sendall(conn.recv(100).upper())

thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(server.getsockname()) as raw:
    with client_side.wrap_socket(raw, server_hostname="localhost") as conn:
        conn.sendall(b"secret")
        print(conn.recv(100))
thread.join()
server.close()
"""


def test_of_tls_the_plain_text_is_seen_at_one_connection(watching):
    text = TLS.replace("CERTIFICATE", repr(str(watching.certificate())))
    run = watching.run(text)
    lines = run.lines()

    assert run.printed == "b'SECRET'\n", run.errors
    assert [line for line in lines if "sent" in line or "received" in line] == [
        "client sent secret",
        "server received secret",
        "server sent SECRET",
        "client received SECRET",
    ]
    assert sum("accepted" in line or "connected" in line for line in lines) == 2
    assert sum("closed" in line for line in lines) == 2


ODD = """\
import os, socket, tempfile

class Odd(socket.socket):
    type = family = "none"
    accept = lambda self: 7
    recv = lambda self, count: 5
    def fileno(self): raise RuntimeError("asked for its number")

class Said(OSError):
    errno = property(lambda self: 1 / 0)
    def __str__(self): raise RuntimeError("asked what it says")

class Asked:
    __getattr__ = lambda self, name: print("asked for", name)

class Raising(socket.socket):
    def send(self, data): raise Said

folder = tempfile.mkdtemp()
os.chdir(folder)
os.rmdir(folder)
odd, raising = Odd(), Raising()
print(odd.accept(), odd.recv(3))
exec(compile("raising.setblocking(True)", "relative.py", "exec"))
deep = []
for _ in range(3000):
    deep = [deep]
for call, value in (
    (raising.send, b""), (odd.bind, Asked()), (odd.bind, deep), (odd.listen, 10 ** 1_000_000),
):
    try:
        call(value)
    except Exception as error:
        print(type(error).__name__)
raise Said
"""


def test_watching_runs_nothing_of_the_programs_and_raises_nothing_in_it(watching):
    run = watching.run(ODD)

    assert run.printed.splitlines() == ["7 5", "Said", *["TypeError"] * 2, "OverflowError"]
    assert run.errors.splitlines()[-1] == "Said: <exception str() failed>"
    assert "_socket_workbench" not in run.errors
    assert run.code == 1
    failed = [call.call for call in run.calls if call.result == "OverflowError"]
    assert [(call[:9], len(call) < 300) for call in failed] == [("listen(0x", True)]


INTERRUPTED = """\
import select, signal, socket, sys
from _socket_workbench.channel import Channel

event, name = sys.argv[1:]
left, right = socket.socketpair()
tell_surely, begin = Channel.tell_surely, Channel.begin

def interrupt(told):
    if told[0] == event and told[5] == name:
        signal.raise_signal(signal.SIGUSR1)

def telling(channel, told):
    tell_surely(channel, told)
    interrupt(told)

def beginning(channel, number, told):
    is_sent = begin(channel, number, told)
    interrupt(told)
    return is_sent

def handler(number, frame):
    raise TimeoutError("given up")

Channel.tell_surely, Channel.begin = telling, beginning
signal.signal(signal.SIGUSR1, handler)
calls = {
    "send": lambda: left.send(b"1"),
    "bind": lambda: right.bind("nowhere"),
    "socket": lambda: socket.socket(),
    "socketpair": lambda: socket.socketpair(),
    "select": lambda: select.select([left], [], [], 60),
}
try:
    calls[name]()
except TimeoutError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("event", "name"),
    [
        *[("held", name) for name in ("send", "bind", "socket", "socketpair", "select")],
        ("begin", "send"),
        ("begin", "select"),
    ],
)
def test_a_call_that_a_signal_prevents_is_told_to_be_over(watching, event, name):
    run = watching.start(INTERRUPTED, event, name, holds=event == "held")
    if event == "held":
        run.wait_for_call("socketpair")
        run.watch.gate.go_on(until=name)
    run.ended()

    assert run.printed == "given up\n", run.errors
    [given_up] = [call for call in run.calls if call.error]
    assert (given_up.name, given_up.error) == (name, "TimeoutError")
    assert run.watch.gate.count == 0
