"""The class `Peer` of a scenario's client: what came and no step has read yet."""

from collections.abc import Set as AbstractSet

from socket_workbench.programs.client_parts import ClientParts
from socket_workbench.programs.framing_code import SPLIT_DATAGRAM
from socket_workbench.programs.source import indented


def peer_class(parts: ClientParts, used: AbstractSet[str]) -> list[str]:
    """Return the class, and the functions that it calls.

    Args:
        parts: the client.
        used: the names of the methods that steps call; the class has no others.
    """
    has_messages = not parts.is_stream or parts.framing is not None
    receives = used - {"send", "half_close"}
    methods = [_init(parts, has_messages=has_messages, receives=bool(receives))]
    if "send" in used:
        methods.append(_send(parts))
    if "half_close" in used and parts.is_stream:
        methods.append(_HALF_CLOSE.format(call=_half_close(parts)))
    if receives:
        methods.append(_receive(parts, has_messages=has_messages))
    texts = _OF_MESSAGES if has_messages else _OF_BYTES
    methods += [texts[name] for name in _ORDER if name in used]
    body = "\n\n".join(indented(method.strip("\n")) for method in methods)
    waiting = {"ASYNC ": "async ", "AWAIT ": "await "} if parts.is_asyncio else {}
    for word in ("ASYNC ", "AWAIT "):
        body = body.replace(word, waiting.get(word, ""))
    code = f"class Peer:\n    {_DOC}\n\n{body}"
    framing = parts.framing
    if framing is None:
        return [code]
    frame = framing.frame if "send" in used else ""
    cutting = [framing.split, "" if parts.is_stream else SPLIT_DATAGRAM]
    return [frame, *(cutting if receives and not framing.is_idle else ()), code]


def _init(parts: ClientParts, *, has_messages: bool, receives: bool) -> str:
    is_asyncio_stream = parts.is_asyncio and parts.is_stream
    arguments = "connection: socket.socket"
    lines = ["self.connection = connection"]
    if is_asyncio_stream:
        arguments = "reader: asyncio.StreamReader, writer: asyncio.StreamWriter"
        lines = ["self.reader, self.writer = reader, writer"]
    if receives:
        if has_messages:
            lines.append("self.unread: list[bytes] = []")
            if parts.is_stream and parts.framing and not parts.framing.is_idle:
                lines.append("self.buffer = bytearray()")
        else:
            lines.append('self.unread = b""')
    head = f"def __init__(self, {arguments}) -> None:"
    if len(head) > 84:
        head = f"def __init__(\n    self, {arguments}\n) -> None:"
    return "\n".join([head, *map(indented, lines)])


def _send(parts: ClientParts) -> str:
    framed = parts.framed("message")
    if parts.is_asyncio and parts.is_stream:
        call = f"self.writer.write({framed})\n    await self.writer.drain()"
    elif parts.is_asyncio:
        call = "loop = asyncio.get_running_loop()\n"
        call += f"    await loop.sock_sendall(self.connection, {framed})"
    else:
        call = f"self.connection.{'sendall' if parts.is_stream else 'send'}({framed})"
    return f'ASYNC def send(self, message: bytes) -> None:\n    """Send one message."""\n    {call}'


def _half_close(parts: ClientParts) -> str:
    if parts.is_asyncio:
        return "self.writer.write_eof()"
    return "self.connection.shutdown(socket.SHUT_WR)"


def _receive(parts: ClientParts, *, has_messages: bool) -> str:
    """Return the method that makes one read, and adds what came to what is unread."""
    if parts.is_asyncio:
        read = "self.reader.read(RECEIVE_SIZE)"
        if not parts.is_stream:
            read = "asyncio.get_running_loop().sock_recv(self.connection, RECEIVE_SIZE)"
        lines = [f"reading = {read}", "data = await asyncio.wait_for(reading, within)"]
    else:
        lines = ["self.connection.settimeout(within)", f"data = self.{parts.receive}"]
    if parts.is_stream:
        lines += ["if not data:", '    raise EOFError("the peer ended the stream")']
    framing = parts.framing
    if framing and parts.is_stream:
        pausing = _pausing(parts)
        cutting = ["self.buffer += data", "self.unread += split(self.buffer)"]
        lines += pausing if framing.is_idle else cutting
    elif framing and not framing.is_idle:
        lines.append("self.unread += messages(data)")
    elif has_messages:
        lines.append("self.unread.append(data)")
    else:
        lines.append("self.unread += data")
    doc = '"""Read once more; TimeoutError where nothing comes within so many seconds."""'
    return "\n".join(
        ["ASYNC def receive(self, within: float) -> None:", f"    {doc}", *map(indented, lines)]
    )


def _pausing(parts: ClientParts) -> list[str]:
    """Return the lines that read on, until there is silence."""
    more = f"self.{parts.receive}"
    if parts.is_asyncio:
        more = "await asyncio.wait_for(self.reader.read(RECEIVE_SIZE), PAUSE)"
    return [
        *([] if parts.is_asyncio else ["self.connection.settimeout(PAUSE)"]),
        "with contextlib.suppress(TimeoutError):",
        f"    while more := {more}:",
        "        data += more",
        "self.unread.append(data)",
    ]


_DOC = '"""The other side, and what it has sent that no step has read."""'

_HALF_CLOSE = '''
def half_close(self) -> None:
    """Send nothing more; receiving goes on."""
    {call}
'''

_ORDER = ("expect", "expect_containing", "receive_any", "receive_rest", "expect_close")

_OF_BYTES = {
    "expect": '''
ASYNC def expect(self, expected: bytes, within: float) -> bytes:
    """Wait for these bytes, however they are divided on the way."""
    while len(self.unread) < len(expected) and expected.startswith(self.unread):
        AWAIT self.receive(within)
    if not self.unread.startswith(expected):
        raise SystemExit(f"expected {expected!r}, but {self.unread!r} came")
    self.unread = self.unread.removeprefix(expected)
    return expected
''',
    "expect_containing": '''
ASYNC def expect_containing(self, expected: bytes, within: float) -> bytes:
    """Wait for these bytes, and return all that came up to their end."""
    while expected not in self.unread:
        AWAIT self.receive(within)
    before, found, self.unread = self.unread.partition(expected)
    return before + found
''',
    "receive_any": '''
ASYNC def receive_any(self, within: float) -> bytes:
    """Wait until something has come, and return it."""
    if not self.unread:
        AWAIT self.receive(within)
    taken, self.unread = self.unread, b""
    return taken
''',
    "receive_rest": '''
ASYNC def receive_rest(self, within: float) -> bytes:
    """Receive until the peer ends the stream."""
    with contextlib.suppress(EOFError):
        while True:
            AWAIT self.receive(within)
    return self.unread
''',
    "expect_close": '''
ASYNC def expect_close(self, within: float) -> None:
    """Wait for the peer to end the stream; nothing may come before."""
    with contextlib.suppress(EOFError):
        if not self.unread:
            AWAIT self.receive(within)
        raise SystemExit(f"expected the end of the stream, but {self.unread!r} came")
''',
}

_OF_MESSAGES = {
    "expect": '''
ASYNC def expect(self, expected: bytes, within: float) -> bytes:
    """Wait for the next message, which has to be this one."""
    while not self.unread:
        AWAIT self.receive(within)
    if self.unread[0] != expected:
        raise SystemExit(f"expected {expected!r}, but {self.unread[0]!r} came")
    return self.unread.pop(0)
''',
    "expect_containing": '''
ASYNC def expect_containing(self, expected: bytes, within: float) -> bytes:
    """Wait for the next message, which has to contain these bytes."""
    while not self.unread:
        AWAIT self.receive(within)
    if expected not in self.unread[0]:
        raise SystemExit(f"expected {expected!r}, but {self.unread[0]!r} came")
    return self.unread.pop(0)
''',
    "receive_any": '''
ASYNC def receive_any(self, within: float) -> bytes:
    """Wait for the next message."""
    while not self.unread:
        AWAIT self.receive(within)
    return self.unread.pop(0)
''',
    "receive_rest": '''
ASYNC def receive_rest(self, within: float) -> bytes:
    """Receive until the peer ends the stream; return all messages, joined."""
    with contextlib.suppress(EOFError):
        while True:
            AWAIT self.receive(within)
    return b"".join(self.unread)
''',
    "expect_close": '''
ASYNC def expect_close(self, within: float) -> None:
    """Wait for the peer to end the stream; nothing may come before."""
    with contextlib.suppress(EOFError):
        while not self.unread:
            AWAIT self.receive(within)
        raise SystemExit(f"expected the end of the stream, but {self.unread[0]!r} came")
''',
}
