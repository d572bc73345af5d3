"""What the programs of clients have in common: how they connect."""

from typing import NamedTuple

from socket_workbench.programs.framing_code import FramingCode
from socket_workbench.programs.literals import constant, literal
from socket_workbench.programs.parts import Address
from socket_workbench.programs.source import indented
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.options import ClientOptions


class ClientParts(NamedTuple):
    """A client as configured, in the pieces that programs are put together of.

    Attributes:
        endpoint: where it connects to.
        address: the same, as programs write it.
        framing: how messages are cut; None where a read or a datagram is a message.
        is_asyncio: whether the program is one of asyncio.
        options: what is set.
    """

    endpoint: Endpoint
    address: Address
    framing: FramingCode | None
    is_asyncio: bool
    options: ClientOptions

    @property
    def is_stream(self) -> bool:
        """Whether it connects to a stream."""
        return self.endpoint.transport.is_stream

    @property
    def receive(self) -> str:
        """The expression for the next read."""
        call = self.options.calls.receive or "recv"
        return f"connection.{call}(RECEIVE_SIZE)" + ("" if call == "recv" else "[0]")

    @property
    def constants(self) -> list[str]:
        """All assignments."""
        options = self.options
        lines = [*self.address.constants, constant("RECEIVE_SIZE", options.receive_size)]
        if self.is_stream:
            comment = "Seconds for each address of the host."
            lines.append(constant("CONNECT_TIMEOUT", options.connect_timeout, comment))
        if self.has_local_address:
            host = literal(options.local_host or self._any_address)
            lines.append(f"LOCAL_ADDRESS = ({host}, {options.local_port})")
        return [*lines, *(self.framing.constants if self.framing else ())]

    @property
    def has_local_address(self) -> bool:
        """Whether it connects from an address that is given."""
        is_set = bool(self.options.local_host or self.options.local_port)
        return is_set and not self.endpoint.transport.is_unix

    @property
    def _any_address(self) -> str:
        return "::" if self.address.family == "socket.AF_INET6" else "0.0.0.0"

    def framed(self, expression: str) -> str:
        """Return the expression for what goes over the wire for a message."""
        return self.framing.framed(expression) if self.framing else expression

    def connected(self, body: str) -> str:
        """Return the lines that open a socket of plain calls and do something with it.

        Args:
            body: what is done with `connection`.
        """
        if self.is_stream and not self.endpoint.transport.is_unix:
            opened = "socket.create_connection((HOST, PORT), CONNECT_TIMEOUT)"
            if self.has_local_address:
                local = "socket.create_connection((HOST, PORT), CONNECT_TIMEOUT, LOCAL_ADDRESS)"
                body = f"connection.settimeout(None)\n{body}"
                return f"connection = {local}\nwith connection:\n{indented(body)}"
            return self._with(opened, "connection.settimeout(None)", body)
        kind = "SOCK_STREAM" if self.is_stream else "SOCK_DGRAM"
        opened = f"socket.socket({self.address.family}, socket.{kind})"
        lines = [f"connection.connect({self.address.value})"]
        if self.has_local_address:
            lines.insert(0, "connection.bind(LOCAL_ADDRESS)")
        if self.is_stream:
            lines = ["connection.settimeout(CONNECT_TIMEOUT)", *lines]
            lines.append("connection.settimeout(None)")
        elif self.endpoint.transport.is_unix:
            lines.insert(0, 'connection.bind(f"{folder}/client")  # for the answers')
            opened = (
                f"(\n    tempfile.TemporaryDirectory() as folder,\n    {opened} as connection,\n)"
            )
            lines_of_body = indented("\n".join([*lines, body]))
            return f"with {opened}:\n{lines_of_body}"
        return self._with(opened, "\n".join(lines), body)

    def _with(self, opened: str, first: str, body: str) -> str:
        return f"with {opened} as connection:\n{indented(first)}\n{indented(body)}"

    def opened_stream(self) -> str:
        """Return the lines that open a stream of asyncio, `reader` and `writer`."""
        source = ", local_addr=LOCAL_ADDRESS" if self.has_local_address else ""
        call = f"asyncio.open_connection(HOST, PORT{source})"
        if self.endpoint.transport.is_unix:
            call = "asyncio.open_unix_connection(PATH)"
        return f"""connecting = {call}
reader, writer = await asyncio.wait_for(connecting, CONNECT_TIMEOUT)"""
