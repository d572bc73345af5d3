"""The option `calls`: which socket calls a loop receives and sends with."""

from typing import NamedTuple

from socket_workbench.language import mark, tr
from socket_workbench.sockets.option_kinds import Kind

RECEIVING = ("recv", "recvfrom", "recvmsg")
SENDING = ("send", "sendall", "sendto")

_STREAMS = ("tcp", "unix")


class CallChoice(NamedTuple):
    """The calls that are used.

    Attributes:
        receive: one of `RECEIVING`; empty for what the transport needs.
        send: one of `SENDING`; empty likewise.
    """

    receive: str = ""
    send: str = ""

    def receiving(self, *, is_stream: bool) -> str:
        """Return the name of the call that waits for data."""
        return self.receive or ("recv" if is_stream else "recvfrom")

    def sending(self, *, is_connected: bool) -> str:
        """Return the name of the call that hands bytes to the system."""
        return self.send or ("send" if is_connected else "sendto")

    def misfit(self, scheme: str, *, is_server: bool) -> str:
        """Say why these calls cannot be used over a transport; empty where they can.

        Args:
            scheme: of the transport, such as `tcp`.
            is_server: whether the socket is a server's; that of datagrams is not connected.
        """
        from socket_workbench.sockets import system

        is_stream = scheme in _STREAMS
        if self.receive == "recvmsg" and not system.HAS_RECVMSG:
            return tr("This system's Python has no recvmsg(): use recv or recvfrom.")
        if is_stream:
            if self.send == "sendto":
                return tr(
                    "sendto() is for datagrams: a stream's connection has one peer. Use send or"
                    " sendall."
                )
            return ""
        if is_server and self.receive == "recv":
            return tr(
                "recv() does not tell who has sent a datagram, so that a server could not answer."
                " Use recvfrom or recvmsg."
            )
        if is_server and self.send in ("send", "sendall"):
            return tr(
                "{call}() needs a connected socket, and a datagram server's is not. Use sendto.",
                call=self.send,
            )
        return ""


AUTO = CallChoice()
"""The calls that the transport needs."""


class Calls(Kind):
    """One call of `RECEIVING`, one of `SENDING`, or one of each; the values are `CallChoice`s."""

    metavar = mark("CALLS")

    def __init__(self) -> None:
        super().__init__(mark("auto"), AUTO)

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        if isinstance(value, CallChoice):
            return self._parse(self.spell(value)) if any(value) else value
        return self._parse(str(value))

    def spell(self, value: object) -> str:
        """See `Kind.spell`."""
        return ",".join(filter(None, value)) if isinstance(value, CallChoice) else str(value)

    def values(self) -> str:
        """See `Kind.values`."""
        return tr(
            "one of {receiving}, or of {sending}, or one of each with a comma; or {word}",
            receiving=", ".join(RECEIVING),
            sending=", ".join(SENDING),
            word=self.word,
        )

    def _parse(self, text: str) -> object:
        names = [name.strip().lower().removesuffix("()") for name in text.split(",")]
        receive = [name for name in names if name in RECEIVING]
        send = [name for name in names if name in SENDING]
        is_whole = len(names) == len(receive) + len(send)
        if not is_whole or len(receive) > 1 or len(send) > 1:
            raise ValueError(
                tr(
                    "'{text}' is not {values}.",
                    text=text,
                    values=self.values(),
                )
            )
        return CallChoice("".join(receive), "".join(send))
