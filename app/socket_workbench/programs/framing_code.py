"""How a program marks the messages that it sends, and cuts what it receives into messages."""

from typing import NamedTuple

from socket_workbench.payload.framing import (
    LENGTH_HEADERS,
    DelimiterFraming,
    FixedFraming,
    Framing,
    HeaderFraming,
    IdleFraming,
    LengthFraming,
    LineFraming,
)
from socket_workbench.payload.length_field import MOST_VARINT, LengthField
from socket_workbench.programs.literals import constant


class FramingCode(NamedTuple):
    """A framing as a program has it.

    Attributes:
        constants: assignments.
        frame: the function `frame`, which marks one message; empty where nothing is added.
        split: the function `split`, which takes whole messages out of a buffer; empty for `idle`,
            where silence ends a message.
    """

    constants: tuple[str, ...]
    frame: str
    split: str

    @property
    def is_idle(self) -> bool:
        """Whether silence ends a message."""
        return not self.split

    def framed(self, expression: str) -> str:
        """Return the expression for the bytes that go over the wire for a message."""
        return f"frame({expression})" if self.frame else expression


def framing_code(framing: Framing) -> FramingCode | None:
    """Return the lines of a framing; None where a message is what one read returns."""
    match framing:
        case LineFraming():
            end = "    # A carriage return before the line feed is no part of the line.\n"
            split = _SPLIT_DELIMITED.format(name="LINE_END", comment=end, message=_LINE)
            return FramingCode(('LINE_END = b"\\n"',), _added("LINE_END"), split)
        case DelimiterFraming():
            split = _SPLIT_DELIMITED.format(name="DELIMITER", comment="", message="bytes(message)")
            constants = (constant("DELIMITER", framing.delimiter),)
            return FramingCode(constants, _added("DELIMITER"), split)
        case LengthFraming():
            header = constant("LENGTH", LENGTH_HEADERS[framing.header].format)
            name = f"struct.Struct({header.partition(' = ')[2]})"
            return FramingCode((f"LENGTH = {name}",), _FRAME_LENGTH, _SPLIT_LENGTH)
        case HeaderFraming(field):
            return _header_code(field)
        case FixedFraming():
            return FramingCode((f"SIZE = {framing.size}",), _FRAME_FIXED, _SPLIT_FIXED)
        case IdleFraming():
            pause = f"PAUSE = {framing.milliseconds / 1000}  # seconds of silence end a message"
            return FramingCode((pause,), "", "")
    return None


def _header_code(field: LengthField) -> FramingCode:
    """Return the lines for messages that have their length in a header."""
    rest = f"length{field.added:+}" if field.added else "length"
    constants = [f"OFFSET = {field.offset}  # where the length of a message stands"]
    if field.width:
        constants.append(f"WIDTH = {field.width}")
        read = _READ_FIXED.format(order=field.order)
    else:
        constants.append(f"WIDEST = {MOST_VARINT}")
        read = _READ_VARINT
    return FramingCode(tuple(constants), "", read + _SPLIT_HEADER.format(rest=rest))


_LINE = 'bytes(message).removesuffix(b"\\r")'


def _added(name: str) -> str:
    return f'''
def frame(message: bytes) -> bytes:
    """Mark the end of a message."""
    return message + {name}
'''


_SPLIT_DELIMITED = '''
def split(buffer: bytearray) -> Iterator[bytes]:
    """Take the whole messages out of the buffer."""
{comment}    while {name} in buffer:
        message, _, rest = buffer.partition({name})
        buffer[:] = rest
        yield {message}
'''

_FRAME_LENGTH = '''
def frame(message: bytes) -> bytes:
    """Put the length before a message; struct.error where it does not fit."""
    return LENGTH.pack(len(message)) + message
'''

_SPLIT_LENGTH = '''
def split(buffer: bytearray) -> Iterator[bytes]:
    """Take the whole messages out of the buffer."""
    while len(buffer) >= LENGTH.size:
        end = LENGTH.size + int(LENGTH.unpack_from(buffer)[0])
        if len(buffer) < end:
            break
        message = bytes(buffer[LENGTH.size : end])
        del buffer[:end]
        yield message
'''

_READ_FIXED = '''
def length_in(buffer: bytearray) -> tuple[int, int] | None:
    """Return the length in a header, and where it ends; None while it is not whole."""
    end = OFFSET + WIDTH
    if len(buffer) < end:
        return None
    return int.from_bytes(buffer[OFFSET:end], "{order}"), end

'''

_READ_VARINT = '''
def length_in(buffer: bytearray) -> tuple[int, int] | None:
    """Return the length in a header, and where it ends; None while it is not whole."""
    length = 0
    for place, byte in enumerate(buffer[OFFSET : OFFSET + WIDEST]):
        length |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return length, OFFSET + place + 1
    if len(buffer) >= OFFSET + WIDEST:
        raise ValueError("a length has no end")
    return None

'''

_SPLIT_HEADER = '''
def split(buffer: bytearray) -> Iterator[bytes]:
    """Take the whole messages out of the buffer."""
    while (found := length_in(buffer)) is not None:
        length, end = found
        if {rest} < 0:
            raise ValueError("a message is shorter than its header")
        end += {rest}
        if len(buffer) < end:
            break
        message = bytes(buffer[:end])
        del buffer[:end]
        yield message
'''

_FRAME_FIXED = '''
def frame(message: bytes) -> bytes:
    """Fill a message up with NUL bytes."""
    if len(message) > SIZE:
        raise ValueError(f"a message has at most {SIZE} bytes")
    return message.ljust(SIZE, b"\\0")
'''

_SPLIT_FIXED = '''
def split(buffer: bytearray) -> Iterator[bytes]:
    """Take the whole messages out of the buffer."""
    while len(buffer) >= SIZE:
        message = bytes(buffer[:SIZE])
        del buffer[:SIZE]
        yield message
'''

RECEIVE_FRAMED = '''
def messages(connection: socket.socket) -> Iterator[bytes]:
    """Yield the messages of a stream, and what is left at its end."""
    buffer = bytearray()
    while data := {receive}:
        buffer += data
        yield from split(buffer)
    if buffer:
        yield bytes(buffer)
'''

RECEIVE_IDLE = '''
def messages(connection: socket.socket) -> Iterator[bytes]:
    """Yield what comes until there is silence, each time."""
    buffer = bytearray()
    while True:
        connection.settimeout(PAUSE if buffer else None)
        try:
            data = {receive}
        except TimeoutError:
            connection.settimeout(None)
            yield bytes(buffer)
            buffer.clear()
            continue
        if not data:
            break
        buffer += data
    connection.settimeout(None)
    if buffer:
        yield bytes(buffer)
'''

READ_FRAMED = '''
async def messages(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield the messages of a stream, and what is left at its end."""
    buffer = bytearray()
    while data := await reader.read(RECEIVE_SIZE):
        buffer += data
        for message in split(buffer):
            yield message
    if buffer:
        yield bytes(buffer)
'''

READ_IDLE = '''
async def messages(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield what comes until there is silence, each time."""
    buffer = bytearray()
    while True:
        try:
            pause = PAUSE if buffer else None
            data = await asyncio.wait_for(reader.read(RECEIVE_SIZE), pause)
        except TimeoutError:
            yield bytes(buffer)
            buffer.clear()
            continue
        if not data:
            break
        buffer += data
    if buffer:
        yield bytes(buffer)
'''

SPLIT_DATAGRAM = '''
def messages(datagram: bytes) -> Iterator[bytes]:
    """Yield the messages of one datagram, and what is left at its end."""
    buffer = bytearray(datagram)
    yield from split(buffer)
    if buffer:
        yield bytes(buffer)
'''
