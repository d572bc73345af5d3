"""Clients that send what is typed and print what comes, as `socket-workbench connect` does."""

from socket_workbench.programs.client_parts import ClientParts
from socket_workbench.programs.framing_code import (
    READ_FRAMED,
    READ_IDLE,
    RECEIVE_FRAMED,
    RECEIVE_IDLE,
    SPLIT_DATAGRAM,
)
from socket_workbench.programs.source import assembled, indented


def typing_client(parts: ClientParts, head: str) -> str:
    """Return the program."""
    write = _asyncio_client if parts.is_asyncio else _plain_client
    call = "asyncio.run(main())" if parts.is_asyncio else "main()"
    start = f"with contextlib.suppress(KeyboardInterrupt):\n    {call}"
    constants = list(parts.constants)
    if not parts.is_stream:
        constants.append("SILENCE = 1.0  # seconds without an answer end it, when nothing is typed")
    return assembled(head, constants, [*_cutting(parts), *write(parts)], start)


def _cutting(parts: ClientParts) -> list[str]:
    """Return the functions that mark and cut messages."""
    framing = parts.framing
    if framing is None:
        return []
    if not parts.is_stream:
        # Silence between datagrams means nothing: each is a message.
        return [] if framing.is_idle else [framing.frame, framing.split, SPLIT_DATAGRAM]
    if parts.is_asyncio:
        loop = READ_IDLE if framing.is_idle else READ_FRAMED
    else:
        loop = (RECEIVE_IDLE if framing.is_idle else RECEIVE_FRAMED).format(receive=parts.receive)
    return [framing.frame, framing.split, loop]


def _typed(parts: ClientParts) -> str:
    """Return the expression for what is sent of `line`: with a framing, without its end."""
    return parts.framed('line.rstrip(b"\\r\\n")') if parts.framing else "line"


def _printing(parts: ClientParts, data: str) -> str:
    """Return the lines that print what one read returned.

    Args:
        parts: the client.
        data: the name of what was read; of a datagram, messages are still to be cut out of it.
    """
    if parts.framing is None or parts.framing.is_idle or parts.is_stream:
        return f"show({data})"
    return f"for message in messages({data}):\n    show(message)"


def _show(parts: ClientParts) -> str:
    end = ' + b"\\n"' if parts.framing else ""
    return f'''
def show(message: bytes) -> None:
    """Print what came as it is."""
    sys.stdout.buffer.write(message{end})
    sys.stdout.buffer.flush()
'''


def _plain_client(parts: ClientParts) -> list[str]:
    if not parts.is_stream:
        return _plain_datagrams(parts)
    loop = f"while message := {parts.receive}:"
    if parts.framing:
        loop = "for message in messages(connection):"
    body = f"""print("connected to", connection.getpeername(), file=sys.stderr)
# A thread waits for the person, and this one for the peer.
threading.Thread(target=send_typed, args=(connection,), daemon=True).start()
{loop}
    show(message)"""
    send_typed = f'''
def send_typed(connection: socket.socket) -> None:
    """Send each line that is typed; the end of the input ends our side."""
    with (
        contextlib.suppress(OSError),
        open(0, "rb", buffering=0, closefd=False) as typed,
    ):
        for line in typed:
            connection.sendall({_typed(parts)})
        connection.shutdown(socket.SHUT_WR)
'''
    return [_show(parts), send_typed, _main(parts.connected(body), is_asyncio=False)]


def _plain_datagrams(parts: ClientParts) -> list[str]:
    body = f"""connection.settimeout(SILENCE)
# A thread waits for the person, and this one for the peer.
typing = threading.Thread(target=send_typed, args=(connection,), daemon=True)
typing.start()
while True:
    try:
        datagram = {parts.receive}
    except TimeoutError:
        if typing.is_alive():
            continue
        break
    except ConnectionRefusedError:
        print("nobody listens there", file=sys.stderr)
        continue
{indented(_printing(parts, "datagram"))}"""
    send_typed = f'''
def send_typed(connection: socket.socket) -> None:
    """Send each line that is typed as a datagram."""
    with open(0, "rb", buffering=0, closefd=False) as typed:
        for line in typed:
            with contextlib.suppress(OSError):
                connection.send({_typed(parts)})
'''
    return [_show(parts), send_typed, _main(parts.connected(body), is_asyncio=False)]


_READ_TYPED = '''
def read_typed(
    loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[bytes | None]
) -> None:
    """Pass on what is typed: this thread waits for the person, so that the loop need not."""
    with open(0, "rb", buffering=0, closefd=False) as typed:
        for line in typed:
            loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, None)
'''

_START_TYPING = """lines: asyncio.Queue[bytes | None] = asyncio.Queue()
loop = asyncio.get_running_loop()
threading.Thread(target=read_typed, args=(loop, lines), daemon=True).start()"""


def _asyncio_client(parts: ClientParts) -> list[str]:
    if not parts.is_stream:
        return _asyncio_datagrams(parts)
    loop = "while message := await reader.read(RECEIVE_SIZE):"
    if parts.framing:
        loop = "async for message in messages(reader):"
    body = f"""{parts.opened_stream()}
print("connected to", writer.get_extra_info("peername"), file=sys.stderr)
{_START_TYPING}
sending = asyncio.create_task(send_typed(writer, lines))
{loop}
    show(message)
sending.cancel()
writer.close()"""
    send_typed = f'''
async def send_typed(
    writer: asyncio.StreamWriter, lines: asyncio.Queue[bytes | None]
) -> None:
    """Send each line that is typed; the end of the input ends our side."""
    while (line := await lines.get()) is not None:
        writer.write({_typed(parts)})
        await writer.drain()
    writer.write_eof()
'''
    return [_show(parts), _READ_TYPED, send_typed, _main(body, is_asyncio=True)]


def _asyncio_datagrams(parts: ClientParts) -> list[str]:
    body = f"""connection.setblocking(False)
{_START_TYPING}
sending = asyncio.create_task(send_typed(connection, lines))
while True:
    try:
        receiving = loop.sock_recv(connection, RECEIVE_SIZE)
        datagram = await asyncio.wait_for(receiving, SILENCE)
    except TimeoutError:
        if not sending.done():
            continue
        break
    except ConnectionRefusedError:
        print("nobody listens there", file=sys.stderr)
        continue
{indented(_printing(parts, "datagram"))}"""
    send_typed = f'''
async def send_typed(
    connection: socket.socket, lines: asyncio.Queue[bytes | None]
) -> None:
    """Send each line that is typed as a datagram."""
    loop = asyncio.get_running_loop()
    while (line := await lines.get()) is not None:
        with contextlib.suppress(OSError):
            await loop.sock_sendall(connection, {_typed(parts)})
'''
    return [_show(parts), _READ_TYPED, send_typed, _main(parts.connected(body), is_asyncio=True)]


def _main(body: str, *, is_asyncio: bool) -> str:
    define = "async def" if is_asyncio else "def"
    head = f'{define} main() -> None:\n    """Send and receive, until the peer ends."""'
    return f"{head}\n{indented(body)}"
