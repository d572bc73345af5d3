"""The addresses that calls of watched programs tell, as they are recorded."""

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.transport import Transport
from socket_workbench.watch.model import Call, End, Value


def endpoint_text(end: End, address: Value) -> str:
    """Return an address that a program has given or got, as the journal writes endpoints."""
    scheme = _transport(end).value
    if isinstance(address, str | bytes | None) and not address:
        return f"{scheme}://" if end.is_unix else f"{scheme}://0.0.0.0:0"
    try:
        return f"{scheme}://{address_text(address)}"
    except (TypeError, IndexError):
        return f"{scheme}://{address!r}"


def endpoint_of(end: End, address: Value) -> Endpoint | None:
    """Return an address as an endpoint; None if it is not formed as one."""
    match address:
        case (str(host), int(port), *_) if not end.is_unix:
            return Endpoint(_transport(end), host, port)
        case str(path) if end.is_unix:
            return Endpoint(_transport(end), path=path)
    return None


def reached_from(local: Value, peer: Value) -> Value:
    """Return the local address, and the loopback's where only the port is known."""
    match local, peer:
        case (("0.0.0.0" | "::"), port, *rest), (str(host), *_):
            if host.startswith("127.") or host == "::1":
                return (host, port, *rest)
    return local


def peer_of(call: Call) -> Value:
    """Return the address that a datagram came from or goes to."""
    if call.name == "sendto":
        parts = call.arguments
    elif call.name in ("recvfrom", "recvfrom_into", "recvmsg"):
        parts = call.result if isinstance(call.result, tuple) else ()
    else:
        parts = ()
    address = parts[-1] if parts else None
    return address if isinstance(address, tuple | str | bytes) and address else None


def _transport(end: End) -> Transport:
    if end.is_unix:
        return Transport.UNIX_STREAM if end.is_stream else Transport.UNIX_DATAGRAM
    return Transport.TCP if end.is_stream else Transport.UDP
