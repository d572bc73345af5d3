"""What the programs of all styles have in common: the address, sizes, and what is said above."""

import ipaddress
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from socket_workbench.programs.dialogue_code import DialogueCode
from socket_workbench.programs.framing_code import SPLIT_DATAGRAM, FramingCode
from socket_workbench.programs.literals import constant
from socket_workbench.programs.source import indented
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.option import Options

TITLES = {
    "tcp": "TCP",
    "udp": "UDP",
    "unix": "Unix stream",
    "unixgram": "Unix datagram",
}
"""What the transports are called, by their schemes."""


class Address(NamedTuple):
    """An endpoint as programs write it.

    Attributes:
        constants: assignments to `HOST` and `PORT`, or `PATH`.
        family: an expression.
        value: an expression: what `bind` and `connect` take.
    """

    constants: tuple[str, ...]
    family: str
    value: str


def address(endpoint: Endpoint) -> Address:
    """Return how a program writes an endpoint."""
    if endpoint.transport.is_unix:
        return Address((constant("PATH", endpoint.path),), "socket.AF_UNIX", "PATH")
    constants = [constant("HOST", endpoint.host), f"PORT = {endpoint.port}"]
    family = _family(endpoint.host)
    if family is None:
        constants.append("# The first address of the name says which version of IP it is.")
        constants.append("FAMILY = socket.getaddrinfo(HOST, PORT)[0][0]")
    return Address(tuple(constants), family or "FAMILY", "(HOST, PORT)")


def _family(host: str) -> str | None:
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return None
    return "socket.AF_INET6" if version == 6 else "socket.AF_INET"


class ServerParts(NamedTuple):
    """A server as configured, in the pieces that the styles put together.

    Attributes:
        endpoint: where it listens.
        address: the same, as programs write it.
        dialogue: what it says.
        framing: how messages are cut; None where a read or a datagram is a message.
        backlog: an expression.
        receive_size: in bytes.
        one_at_a_time: whether a conversation ends before the next begins.
        reuse_address: whether SO_REUSEADDR is set.
        receive: the name of the call that receives.
    """

    endpoint: Endpoint
    address: Address
    dialogue: DialogueCode
    framing: FramingCode | None
    backlog: str
    receive_size: int
    one_at_a_time: bool
    reuse_address: bool
    receive: str

    @property
    def constants(self) -> list[str]:
        """All assignments but those that only one style has."""
        framing = self.framing.constants if self.framing else ()
        size = constant("RECEIVE_SIZE", self.receive_size)
        return [*self.address.constants, size, *framing, *self.dialogue.constants]

    @property
    def framing_definitions(self) -> list[str]:
        """The functions that mark and cut messages, without the loop that receives."""
        return [self.framing.frame, self.framing.split] if self.framing else []

    @property
    def has_room(self) -> bool:
        """Whether the conversations share something, which two threads must not change at once."""
        return "@lock" in self.dialogue.conversation

    @property
    def is_ipv6(self) -> bool:
        """Whether the socket is one of IPv6, as far as the address alone says."""
        return self.address.family == "socket.AF_INET6"

    def framed(self, expression: str) -> str:
        """Return the expression for what goes over the wire for a message."""
        return self.framing.framed(expression) if self.framing else expression

    def datagram_body(self, each: str) -> tuple[str, list[str]]:
        """Return the lines for one datagram, and what they need to be defined.

        Args:
            each: the lines for one message.
        """
        lines = 'print("received", message[:60], "from", peer)' + (f"\n{each}" if each else "")
        if self.framing is None or self.framing.is_idle:
            return lines, []
        return f"for message in messages(datagram):\n{indented(lines)}", [SPLIT_DATAGRAM]

    def start(self, statement: str) -> str:
        """Return the statements that start the program, and tidy up when it ends.

        Args:
            statement: what serves, until Ctrl-C.
        """
        guarded = f"with contextlib.suppress(KeyboardInterrupt):\n    {statement}"
        if not self.endpoint.transport.is_unix:
            return guarded
        return f"{guarded}\npathlib.Path(PATH).unlink(missing_ok=True)"


def head(title: str, sentence: str, comments: Iterable[str]) -> str:
    """Return a docstring and comments; all are the program's own texts, or one line each."""
    lines = [line for line in comments if line]
    return "\n".join([f'"""{title}', "", f'{sentence}\n"""', *([""] if lines else []), *lines])


def left_out(
    options: Options, scheme: str, obeyed: Set[str], sentences: Mapping[str, str]
) -> list[str]:
    """Return a comment for each option that is set and that a program does not have.

    Args:
        options: those of the endpoint.
        scheme: of its transport; options that it does not obey are passed over.
        obeyed: names of the options that the program has.
        sentences: what to say of others, by their names, where there is more to say.
    """
    return [
        f"# {row.name}: {sentences.get(row.name, 'not in here.')}"
        for row in options.rows()
        if row.name not in obeyed
        and scheme in row.transports
        and options.values()[row.name] != row.default
    ]
