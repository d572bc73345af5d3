"""Where a server listens or a client connects."""

from dataclasses import dataclass

from socket_workbench.sockets.addresses.address_syntax import AddressError, read_address
from socket_workbench.sockets.addresses.transport import Transport, unix_supported

__all__ = ["AddressError", "Endpoint", "Transport", "parse_endpoint", "unix_supported"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address: `tcp://127.0.0.1:13145`, `udp://[::1]:9997`, `unix:///tmp/echo.sock`.

    `str()` gives the address in full; `parse_endpoint` reads that again.

    Attributes:
        transport: what carries the bytes.
        host: name or IP address without brackets; empty for Unix sockets.
        port: 0 to 65535; 0 asks a server for any free port; 0 for Unix sockets.
        path: the socket's file; empty for TCP and UDP.
    """

    transport: Transport
    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        scheme = self.transport.value
        if self.transport.is_unix:
            return f"{scheme}://{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"


def parse_endpoint(text: str) -> Endpoint:
    """Read an address as people type it; `address_syntax` says what is understood.

    Raises:
        AddressError: with a sentence that says what is wrong and what to write.
    """
    return Endpoint(*read_address(text))
