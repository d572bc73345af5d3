"""Small programs with one mistake each, by topic, and correct ones: data for tests of hints.

Each has a listener `server` at `address`, and `first` to serve its first client in a thread. The
line that is to be named ends with `# here`.
"""

import textwrap

_IMPORTS = "import errno, json, select, socket, struct, threading, time\n"

_SERVER = """\
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
def first(serve):
    def run():
        conn, _ = server.accept()
        serve(conn)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread
"""


def together(programs, end=""):
    """Return one program that runs many, each in a thread of its own.

    Args:
        programs: by their topics.
        end: what it does when all have been started.
    """
    parts = [_IMPORTS]
    for number, text in enumerate(programs.values()):
        parts.append(f"def program_{number}():\n{textwrap.indent(_SERVER + text, '    ')}\n")
        parts.append(f"threads_{number} = threading.Thread(target=program_{number}, daemon=True)\n")
        parts.append(f"threads_{number}.start()\n{end.format(number=number)}\n")
    return "".join(parts)


def places(programs, text):
    """Return the line of `# here` of each topic, in the program that runs them together."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "# here" in line]
    return dict(zip(programs, lines, strict=True))


UNCAUGHT = {
    "short-header-read": """
def serve(conn):
    conn.sendall(b"12345")
first(serve).join(0)
client = socket.create_connection(address)
head = client.recv(8)  # here
struct.unpack(">II", head)
""",
    "pickle-truncated": """
thread = first(lambda conn: conn.sendall(b'{"a": 1}{"b": 2}'))
client = socket.create_connection(address)
thread.join()
data = client.recv(1000)  # here
json.loads(data)
""",
    "utf8-split": """
thread = first(lambda conn: conn.sendall("日本".encode()))
client = socket.create_connection(address)
thread.join()
data = client.recv(4)  # here
data.decode()
""",
    "send-str": 'socket.socketpair()[0].sendall("text")  # here',
    "port-is-text": 'socket.socket().connect(("127.0.0.1", "80"))  # here',
    "address-not-tuple": 'socket.socket().connect("127.0.0.1", 80)  # here',
    "in-use-running": "socket.socket().bind(address)  # here",
    "in-use-time-wait": """
thread = first(lambda conn: conn.close())
client = socket.create_connection(address)
client.recv(1)
client.close()
server.close()
time.sleep(0.02)
again = socket.socket()
again.bind(address)  # here
""",
    "reuseaddr-too-late": """
thread = first(lambda conn: conn.close())
client = socket.create_connection(address)
client.recv(1)
client.close()
server.close()
time.sleep(0.02)
again = socket.socket()
again.bind(address)  # here
again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
""",
    "accept-not-unpacked": """
client = socket.create_connection(address)
conn = server.accept()  # here
conn.recv(10)
""",
    "used-after-close": """
first(lambda conn: conn.recv(1))
client = socket.create_connection(address)
client.close()
client.sendall(b"late")  # here
""",
    "connect-refused": """
server.close()
socket.create_connection(address)  # here
""",
    "loopback-only-bind": 'socket.create_connection(("127.0.0.2", address[1]))  # here',
    "wrong-transport": """
server.close()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(address)
socket.create_connection(address)  # here
""",
    "broken-pipe": """
thread = first(lambda conn: conn.close())
client = socket.create_connection(address)
thread.join()
while True:
    client.sendall(b"tick")  # here
""",
    "nonblocking-no-select": """
client = socket.create_connection(address)
client.setblocking(False)
client.recv(10)  # here
""",
    "timeout-uncaught": """
server.settimeout(0.01)
server.accept()  # here
""",
    "datagram-too-big": """
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(bytes(range(256)) * 300, ("127.0.0.1", 9))  # here
""",
    "unix-leftover": """
import tempfile
with tempfile.TemporaryDirectory() as folder:
    path = folder + "/a.sock"
    with socket.socket(socket.AF_UNIX) as first_run:
        first_run.bind(path)
    with socket.socket(socket.AF_UNIX) as second_run:
        second_run.bind(path)  # here
""",
}

RETURNED = {
    "two-sends-one-recv": """
client = socket.create_connection(address)
client.send(b"first")
client.send(b"second")
client.close()
conn, _ = server.accept()
print(conn.recv(100))  # here
print(conn.recv(100))
""",
    "recv-smaller-than-message": """
thread = first(lambda conn: conn.sendall(b"x" * 3000))
client = socket.create_connection(address)
thread.join()
page = client.recv(1024)  # here
client.close()
""",
    "eof-not-checked": """
thread = first(lambda conn: conn.close())
client = socket.create_connection(address)
for _ in range(30):
    data = client.recv(100)  # here
    print(data)
""",
    "eof-wrong-check": """
thread = first(lambda conn: conn.close())
client = socket.create_connection(address)
for _ in range(30):
    data = client.recv(100)  # here
    if data is None:
        break
""",
    "send-partial": """
first(lambda conn: (time.sleep(1), conn.recv(1)))
client = socket.create_connection(address)
client.settimeout(0.2)
client.send(bytes(range(1, 251)) * 100_000)  # here
client.close()
""",
    "str-bytes-compare": """
first(lambda conn: conn.sendall(b"exit"))
data = socket.create_connection(address).recv(10)
if data == "exit":  # here
    raise SystemExit
""",
    "bytes-of-int": """
first(lambda conn: conn.recv(100))
answer = 7
socket.create_connection(address).sendall(bytes(answer))  # here
""",
    "repr-sent": """
def serve(conn):
    name = conn.recv(100)
    conn.sendall(f"Hello, {name}".encode())  # here
thread = first(serve)
client = socket.create_connection(address)
client.sendall(b"Ada")
client.recv(100)
thread.join()
""",
    "recv-on-listener": """
try:
    server.recv(10)  # here
except OSError:
    pass
""",
    "accept-without-listen": """
with socket.socket() as bound:
    bound.bind(("127.0.0.1", 0))
    try:
        bound.accept()  # here
    except OSError:
        pass
""",
    "close-unread-reset": """
def serve(conn):
    conn.recv(10)
    conn.sendall(b"done")
    conn.close()  # here
thread = first(serve)
client = socket.create_connection(address)
client.sendall(b"x" * 100)
thread.join()
try:
    while client.recv(1):
        pass
except ConnectionResetError:
    pass
""",
    "udp-truncated": """
one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(("127.0.0.1", 0))
two.sendto(b"0123456789", one.getsockname())
one.recvfrom(4)  # here
""",
    "udp-not-bound": """
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(0.01)
try:
    udp.recvfrom(100)  # here
except TimeoutError:
    pass
""",
    "busy-poll": """
client = socket.create_connection(address)
client.setblocking(False)
for _ in range(500):
    try:
        client.recv(10)  # here
    except BlockingIOError:
        pass
""",
    "blocking-in-asyncio": """
import asyncio
a, b = socket.socketpair()
threading.Timer(0.1, b.sendall, (b"x",)).start()
async def main():
    a.recv(10)  # here
asyncio.run(main())
""",
    "byte-order": """
thread = first(lambda conn: conn.sendall(struct.pack("<I", 5) + b"hello"))
client = socket.create_connection(address)
thread.join()
size, = struct.unpack(">I", client.recv(4))
client.recv(size)  # here
""",
    "handler-one-shot": """
import socketserver
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(100))
with socketserver.TCPServer(("127.0.0.1", 0), Handler) as one:
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    client = socket.create_connection(one.server_address)
    client.sendall(b"first")
    client.recv(100)
    time.sleep(0.1)
    client.sendall(b"second")
    try:
        client.recv(100)  # here
    except OSError:
        pass
    one.shutdown()
""",
    "never-closed": """
threading.kept = kept = []  # until the program ends
for _ in range(6):
    client = socket.create_connection(address)
    kept.append(server.accept())  # here
    client.close()
""",
}

WAITS = {
    "wait-for-eof": """
def serve(conn):
    conn.sendall(conn.recv(100))
    conn.recv(100)
first(serve)
client = socket.create_connection(address)
client.sendall(b"question")
parts = []
while data := client.recv(100):  # here
    parts.append(data)
""",
    "both-wait-recv": """
first(lambda conn: conn.sendall(conn.recv(100)))
client = socket.create_connection(address)
client.recv(100)  # here
""",
    "no-half-close": """
def serve(conn):
    data = b""
    while part := conn.recv(100):
        data += part
    conn.sendall(data)
first(serve)
client = socket.create_connection(address)
client.sendall(b"file")
client.recv(100)  # here
""",
    "both-sendall-full": """
first(lambda conn: conn.sendall(bytes(range(250)) * 100_000))
client = socket.create_connection(address)
client.sendall(bytes(range(250)) * 100_000)  # here
""",
    "accept-inside-message-loop": """
def ask():
    client = socket.create_connection(address)
    for word in (b"one", b"two"):
        client.sendall(word)
        client.recv(100)
threading.Thread(target=ask, daemon=True).start()
while True:
    conn, _ = server.accept()  # here
    conn.sendall(conn.recv(100))
""",
    "one-client-at-a-time": """
clients = [socket.create_connection(address) for _ in range(2)]
threading.Thread(target=clients[1].recv, args=(100,), daemon=True).start()
conn, _ = server.accept()
conn.recv(100)  # here
""",
    "thread-target-called": """
def handle(conn):
    conn.recv(100)
clients = [socket.create_connection(address) for _ in range(2)]
clients[1].sendall(b"hello")
conn, _ = server.accept()
threading.Thread(target=handle(conn)).start()  # here
""",
    "udp-no-timeout": """
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"x", ("127.0.0.1", 9))
udp.recvfrom(100)  # here
""",
    "makefile-not-flushed": """
first(lambda conn: conn.recv(100))
client = socket.create_connection(address)
file = client.makefile("rw")
file.write("question")
client.recv(100)  # here
""",
    "http-no-blank-line": """
first(lambda conn: (conn.recv(100), conn.recv(100)))
client = socket.create_connection(address)
client.sendall(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\n")
client.recv(100)  # here
""",
}
"""They never end: the test ends them when it has seen the hint."""

CORRECT = {
    "collecting": """
def serve(conn):
    with conn:
        data = b""
        while part := conn.recv(16):
            data += part
        conn.sendall(data)
first(serve)
client = socket.create_connection(address)
for _ in range(20):
    client.sendall(b"0123456789")
client.shutdown(socket.SHUT_WR)
parts = []
while True:
    part = client.recv(64)
    if not part:
        break
    parts.append(part)
assert b"".join(parts) == b"0123456789" * 20
""",
    "retrying": """
port = address[1]
server.close()
for _ in range(3):
    try:
        socket.create_connection(("127.0.0.1", port))
    except ConnectionRefusedError:
        time.sleep(0.01)
""",
    "choosing a port": """
for port in (address[1], 0):
    try:
        other = socket.create_server(("127.0.0.1", port))
        break
    except OSError as error:
        assert error.errno == errno.EADDRINUSE
other.close()
""",
    "stopping by closing": """
server.settimeout(0.05)
def accept():
    while True:
        try:
            server.accept()
        except TimeoutError:
            continue
        except OSError:
            break
thread = threading.Thread(target=accept)
thread.start()
time.sleep(0.1)
server.close()
thread.join()
""",
    "polling with select": """
first(lambda conn: (time.sleep(0.1), conn.sendall(b"x")))
client = socket.create_connection(address)
client.setblocking(False)
while not select.select([client], [], [], 0.01)[0]:
    pass
assert client.recv(10) == b"x"
""",
    "reading until there is nothing, whenever a descriptor is ready": """
import select
def serve(conn):
    for _ in range(80):
        conn.sendall(b"x")
        time.sleep(0.0005)
    conn.close()
first(serve)
client = socket.create_connection(address)
client.setblocking(False)
idle, other = socket.socketpair()
idle.setblocking(False)
epoll = select.epoll()
epoll.register(client, select.EPOLLIN | select.EPOLLET)
received = None
while received != b"":
    epoll.poll()
    for each in (client, idle):
        while True:
            try:
                received = each.recv(100)
            except BlockingIOError:
                break
            if not received:
                break
""",
    "one look at a socket for each frame": """
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
udp.setblocking(False)
for _ in range(70):
    try:
        udp.recvfrom(100)
    except BlockingIOError:
        time.sleep(1 / 144)
""",
    "a function that is called whenever a socket is ready": """
import selectors
selector = selectors.DefaultSelector()
client = socket.create_connection(address)
conn, _ = server.accept()
def read(conn):
    data = conn.recv(1000)
    if not data:
        return False
    conn.sendall(data)
    return True
selector.register(conn, selectors.EVENT_READ, read)
client.sendall(b"x" * 2500)
client.shutdown(socket.SHUT_WR)
while all(key.data(key.fileobj) for key, _ in selector.select()):
    pass
conn.close()
size = 0
while part := client.recv(4096):
    size += len(part)
assert size == 2500
""",
    "a head that is answered before the rest is read": """
def serve(conn):
    head = conn.recv(1024)
    conn.sendall(b"continue")
    data = [head]
    while part := conn.recv(1024):
        data.append(part)
    conn.sendall(b"done")
    conn.close()
thread = first(serve)
client = socket.create_connection(address)
client.sendall(b"x" * 3000)
client.shutdown(socket.SHUT_WR)
thread.join()
while client.recv(100):
    pass
""",
    "a listener of TLS": """
import ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.wrap_socket(server, server_side=True).close()
""",
    "a stream that is shown": """
def serve(conn):
    for word in (b"one ", b"two "):
        conn.sendall(word)
    conn.close()
thread = first(serve)
client = socket.create_connection(address)
thread.join()
while data := client.recv(100):
    print(data.decode(), end="")
""",
    "threads that idle": """
def serve(conn):
    for line in conn.makefile():
        print(line)
first(serve)
client = socket.create_connection(address)
def listen():
    client.recv(100)
threading.Thread(target=listen, daemon=True).start()
time.sleep(1)
client.sendall(b"hello\\n")
""",
    "a subscriber that reads lines as they come": """
def serve(conn):
    while conn.recv(100):
        conn.sendall(b"+OK\\n")
        publish = threading.Timer(1.2, lambda: (conn.sendall(b"news\\n"), conn.shutdown(2)))
        publish.start()
first(serve)
client = socket.create_connection(address)
client.sendall(b"SUBSCRIBE\\n")
lines, rest = [], b""
while True:
    part = client.recv(100)
    if not part:
        break
    rest += part
    while b"\\n" in rest:
        line, rest = rest.split(b"\\n", 1)
        lines.append(line)
assert lines == [b"+OK", b"news"]
""",
    "a room whose clients listen": """
room = [socket.create_connection(address) for _ in range(2)]
served = [server.accept()[0] for _ in room]
def serve(conn):
    while True:
        data = conn.recv(100)
        if not data:
            break
        for each in served:
            each.sendall(data)
def listen(client):
    lines, rest = [], b""
    while True:
        part = client.recv(100)
        if not part:
            break
        rest += part
        while b"\\n" in rest:
            line, _, rest = rest.partition(b"\\n")
            lines.append(line)
def type_in(client):
    client.sendall(b"hello\\n")
for conn in served:
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
threading.Timer(1.1, type_in, room[:1]).start()
threading.Timer(2.2, lambda: [each.shutdown(socket.SHUT_RDWR) for each in room]).start()
threading.Thread(target=listen, args=room[1:], daemon=True).start()
listen(room[0])
""",
    "a reset on purpose": """
def serve(conn):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.recv(1)
    conn.close()
thread = first(serve)
client = socket.create_connection(address)
client.sendall(b"x" * 100)
thread.join()
try:
    client.recv(1)
except ConnectionResetError:
    pass
""",
    "one message of many": """
thread = first(lambda conn: [conn.sendall(b"x" * 512) for _ in range(3)])
client = socket.create_connection(address)
thread.join()
message = client.recv(512)
client.close()
""",
    "a datagram that is known to be cut": """
one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(("127.0.0.1", 0))
two.sendto(b"0123456789", one.getsockname())
assert one.recvmsg(4)[2] & socket.MSG_TRUNC
""",
    "partial sends by hand": """
thread = first(lambda conn: time.sleep(0.2))
client = socket.create_connection(address)
client.setblocking(False)
data = memoryview(bytes(range(250)) * 40_000)
while data:
    try:
        data = data[client.send(data):]
    except BlockingIOError:
        break
""",
    "headers": """
def serve(conn):
    conn.sendall(struct.pack(">I", 5) + b"hello")
thread = first(serve)
client = socket.create_connection(address)
thread.join()
size, = struct.unpack(">I", client.recv(4, socket.MSG_WAITALL))
assert client.recv(size, socket.MSG_WAITALL) == b"hello"
""",
    "datagrams": """
one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(("127.0.0.1", 0))
two.settimeout(30)
for _ in range(3):
    two.sendto(b"0123", one.getsockname())
    data, peer = one.recvfrom(65535)
    one.sendto(data, peer)
    assert two.recvfrom(65535)[0] == b"0123"
""",
    "one after the other, each for a second at most": """
idle, asking = (socket.create_connection(address) for _ in range(2))
threading.Thread(target=asking.recv, args=(100,), daemon=True).start()
conn, _ = server.accept()
conn.settimeout(1.2)
try:
    conn.recv(100)
except TimeoutError:
    pass
server.accept()[0].sendall(b"your turn")
""",
    "a client that wants nothing yet": """
first(lambda conn: conn.recv(100))
asking, idle = (socket.create_connection(address) for _ in range(2))
time.sleep(1.2)
asking.sendall(b"x")
""",
    "a client of a Unix socket that is served and takes its time": """
import tempfile
with tempfile.TemporaryDirectory() as folder:
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(f"{folder}/socket")
    unix.listen()
    def serve():
        conn, _ = unix.accept()
        while data := conn.recv(100):
            conn.sendall(data)
    thread = threading.Thread(target=serve)
    thread.start()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"{folder}/socket")
        client.sendall(b"x")
        client.recv(100)
        time.sleep(1.2)
    thread.join()
""",
    "zeros": """
first(lambda conn: conn.recv(100))
client = socket.create_connection(address)
client.sendall(bytes([0, 0]))
client.sendall(b"\\0" * 10)
""",
    "an event loop that answers early and closes": """
def serve(conn):
    conn.setblocking(False)
    select.select([conn], [], [])
    conn.recv(4)
    conn.sendall(b"too large")
    time.sleep(0.05)
    conn.close()
first(serve)
client = socket.create_connection(address)
client.sendall(b"12345678")
try:
    while client.recv(100):
        pass
except ConnectionResetError:
    pass
""",
    "setting an option again": """
again = socket.socket()
again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
again.bind(("127.0.0.1", 0))
again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
again.close()
""",
    "an event loop that answers each part of a message": """
def serve(conn):
    conn.setblocking(False)
    select.select([conn], [], [])
    first = conn.recv(1024)
    conn.sendall(first)
    select.select([conn], [], [])
    rest = conn.recv(4096)
    conn.sendall(rest)
    conn.recv_into(bytearray(1)) if select.select([conn], [], [])[0] else None
    conn.close()
thread = first(serve)
client = socket.create_connection(address)
client.sendall(b"x" * 3000)
left = 3000
while left:
    left -= len(client.recv(4096))
client.close()
""",
}
