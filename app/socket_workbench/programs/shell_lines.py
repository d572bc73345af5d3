"""The lines for a shell that do by hand what an endpoint does: with `ncat`, or with `socat`."""

import shlex

from socket_workbench.programs.literals import comment
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport


def client_line(endpoint: Endpoint) -> str:
    """Return the command that connects to an endpoint, and sends what is typed."""
    if endpoint.transport is Transport.UNIX_DATAGRAM:
        # Without a path of its own it would get no answer.
        return _socat("UNIX-SENDTO", endpoint.path, ",bind=/tmp/socat.$$")
    return _ncat(endpoint)


def server_line(endpoint: Endpoint) -> str:
    """Return the command that listens at an endpoint, and sends what is typed."""
    if endpoint.transport is Transport.UNIX_DATAGRAM:
        return _socat("UNIX-RECVFROM", endpoint.path, ",fork")
    keep = "--keep-open " if endpoint.transport.is_stream else ""
    return _ncat(endpoint, f"--listen {keep}")


def shell_comments(endpoint: Endpoint, *, is_server: bool) -> list[str]:
    """Return comments with the commands; a path that fits into no comment is left out."""
    connecting = comment(f"A client in the shell:  {client_line(endpoint)}")
    if not is_server:
        return [connecting]
    return [comment(f"By hand in the shell:  {server_line(endpoint)}"), connecting]


def _ncat(endpoint: Endpoint, options: str = "") -> str:
    udp = "--udp " if endpoint.transport is Transport.UDP else ""
    if endpoint.transport.is_unix:
        return f"ncat {options}--unixsock {shlex.quote(endpoint.path)}"
    return f"ncat {options}{udp}{shlex.quote(endpoint.host)} {endpoint.port}"


def _socat(kind: str, path: str, options: str) -> str:
    # socat reads these characters in an address itself (socat(1), ADDRESS SPECIFICATIONS).
    escaped = "".join(f"\\{sign}" if sign in "\\,:!\"'([{" else sign for sign in path)
    return f"socat - {shlex.quote(f'{kind}:{escaped}')}{options}"
