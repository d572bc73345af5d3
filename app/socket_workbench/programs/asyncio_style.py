"""Servers with asyncio: one thread, and a task for each connection."""

from socket_workbench.programs.framing_code import READ_FRAMED, READ_IDLE
from socket_workbench.programs.parts import ServerParts
from socket_workbench.programs.socket_style import PEERS
from socket_workbench.programs.source import Speech, assembled, indented, render


def _stream_speech(parts: ServerParts) -> Speech:
    loop = "while message := await reader.read(RECEIVE_SIZE):"
    sender = "writer.write"
    if parts.framing:
        loop = "async for message in messages(reader):"
        if parts.framing.frame:
            sender = f"lambda data: writer.write({parts.framed('data')})"
    return Speech(
        send=f"writer.write({parts.framed('{}')})\nawait writer.drain()",
        each=f'{loop}\n    print("received", message[:60], "from", peer)',
        sender=sender,
        half_close="writer.write_eof()",
        linger=(
            "with contextlib.suppress(TimeoutError):\n"
            "    async with asyncio.timeout({}):\n"
            "        while await reader.read(RECEIVE_SIZE):\n"
            "            pass"
        ),
        typed="(await asyncio.to_thread(sys.stdin.readline))",
        drain="await writer.drain()",
    )


def stream_server(parts: ServerParts, head: str) -> str:
    """Return a server of streams."""
    conversation = render(parts.dialogue.conversation, _stream_speech(parts))
    converse = f'''
async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: object
) -> None:
    """Hold one conversation, until the peer ends its side."""
{indented(conversation)}
'''
    loop = []
    if parts.framing:
        loop = [READ_IDLE if parts.framing.is_idle else READ_FRAMED]
    turn, call = "", "await converse(reader, writer, peer)"
    if parts.one_at_a_time:
        turn = _TURN
        call = f"async with turn:\n    {call}"
    definitions = [
        *parts.framing_definitions,
        *loop,
        *parts.dialogue.definitions,
        turn,
        converse,
        _SERVE.format(call=indented(call, 2)),
        _stream_main(parts),
    ]
    constants = [*parts.constants, f"BACKLOG = {parts.backlog}"]
    return assembled(head, constants, definitions, parts.start("asyncio.run(main())"))


def datagram_server(parts: ServerParts, head: str) -> str:
    """Return a server of datagrams."""
    framed = parts.framed("data")
    speech = Speech(
        send=f"self.transport.sendto({parts.framed('{}')}, peer)",
        sender=f"lambda data: self.transport.sendto({framed}, peer)",
        typed="sys.stdin.readline()",
    )
    each = render(parts.dialogue.each, speech)
    body, needed = parts.datagram_body(each)
    name = "datagram" if needed else "message"
    protocol = _PROTOCOL.format(
        name=name, body=indented(body, 2), made=_MADE if "self.transport" in body else ""
    )
    definitions = [
        *parts.framing_definitions[: 2 if needed else 1],
        *needed,
        *parts.dialogue.definitions,
        PEERS if "members[" in each else "",
        protocol,
        _datagram_main(parts),
    ]
    return assembled(head, parts.constants, definitions, parts.start("asyncio.run(main())"))


def _stream_main(parts: ServerParts) -> str:
    if parts.endpoint.transport.is_unix:
        start = "start_unix_server(serve, PATH, backlog=BACKLOG)"
    else:
        arguments = f"family={parts.address.family}, backlog=BACKLOG"
        arguments += f", reuse_address={parts.reuse_address}"
        start = f"start_server(\n    serve, HOST, PORT, {arguments}\n)"
    body = f"""server = await asyncio.{start}
async with server:
    print("listening at", server.sockets[0].getsockname(), flush=True)
    await server.serve_forever()"""
    return _main(body)


def _datagram_main(parts: ServerParts) -> str:
    where = f"local_addr=PATH, family={parts.address.family}"
    if not parts.endpoint.transport.is_unix:
        where = f"local_addr=(HOST, PORT), family={parts.address.family}"
    body = f"""loop = asyncio.get_running_loop()
transport, _ = await loop.create_datagram_endpoint(
    Protocol, {where}
)
print("listening at", transport.get_extra_info("sockname"), flush=True)
with contextlib.closing(transport):
    await asyncio.Event().wait()  # it is never set: until Ctrl-C"""
    return _main(body)


def _main(body: str) -> str:
    return f'async def main() -> None:\n    """Serve until Ctrl-C."""\n{indented(body)}'


_SERVE = '''
async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hold one conversation and close the connection, whatever happened."""
    peer = writer.get_extra_info("peername")
    print("accepted", peer)
    try:
{call}
    except OSError as error:
        print("lost", peer, error)
    finally:
        writer.close()
    print("closed", peer)
'''

_TURN = """
# asyncio accepts at once; the next conversation waits for this.
turn = asyncio.Lock()
"""

_MADE = '''    def connection_made(self, transport: Any) -> None:
        """Keep what datagrams are sent with."""
        self.transport: asyncio.DatagramTransport = transport

'''

_PROTOCOL = '''
class Protocol(asyncio.DatagramProtocol):
    """Its methods are called by the loop."""

{made}    def datagram_received(self, {name}: bytes, peer: Any) -> None:
        """Deal with one datagram."""
{body}

    def error_received(self, error: Exception) -> None:
        """Say what could not be sent."""
        print("not sent", error)
'''
