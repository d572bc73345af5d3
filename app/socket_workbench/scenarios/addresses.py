"""The real addresses of a scenario's endpoints: placeholders, `--at`, assigned ports."""

import getpass
import os
import re
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import replace

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint, parse_endpoint

_ANY = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that mean every address of this machine, and where a client reaches such a server."""

_LOOPBACK = frozenset(("127.0.0.1", "::1"))

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


PLACES = {
    "temporary": "the system's folder for temporary files",
    "user": "a mark of the user, so that the paths of two users differ",
}
"""What may stand in an address, and what that is, for the documentation."""


def user_mark() -> str:
    """Return what makes paths differ between users: the user id; where there is none, the name."""
    return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()


def temporary_folder() -> str:
    """Return the system's folder for temporary files, writable or not.

    `tempfile.gettempdir` raises if none is writable; here that is left to whoever uses the path.
    """
    try:
        return _as_in_an_address(tempfile.gettempdir())
    except FileNotFoundError:
        return os.environ.get("TMPDIR") or "/tmp"


def _as_in_an_address(path: str) -> str:
    """Return a path as addresses have it, with a slash in front and no backslashes."""
    path = path.replace(os.sep, "/")
    return path if path.startswith("/") else f"/{path}"


def document_endpoint(text: str) -> Endpoint:
    """Read a document's endpoint.

    Args:
        text: an address, with `PLACES`.

    Raises:
        ValueError: it is no address, or has an unknown placeholder; the message is a sentence.
    """
    values = {"temporary": temporary_folder, "user": user_mark}

    def value(place: re.Match[str]) -> str:
        if place[1] not in values:
            raise ValueError(
                tr(
                    "an address knows no {place}; only {known}.",
                    place=place[0],
                    known=", ".join(f"{{{{{name}}}}}" for name in values),
                )
            )
        return values[place[1]]()

    return parse_endpoint(_PLACE.sub(value, text))


def reachable(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint as a client on this machine reaches it: `0.0.0.0` becomes `127.0.0.1`."""
    if endpoint.transport.is_unix:
        return endpoint
    return replace(endpoint, host=_ANY.get(endpoint.host, endpoint.host))


def same_place(server: Endpoint, other: Endpoint) -> bool:
    """Whether `other` leads to `server`, leaving the transport aside, however both are written."""
    if server.transport.is_unix or other.transport.is_unix:
        return os.path.normpath(server.path) == os.path.normpath(other.path)
    if server.port != other.port:
        return False
    return server.host in _ANY or not _hosts(server).isdisjoint(_hosts(other))


def _hosts(endpoint: Endpoint) -> frozenset[str]:
    """Return a host's addresses in canonical form, or its name; no name server is asked."""
    host = reachable(endpoint).host.lower().removesuffix(".")
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return _LOOPBACK
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return frozenset((host,))
    return frozenset(_unmapped(str(address[0])) for *_, address in found)


def _unmapped(host: str) -> str:
    """Return the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2)."""
    return host.removeprefix("::ffff:") if "." in host else host


class Addresses:
    """The addresses of one run: those of the document, unless moved elsewhere.

    The main place is that of the first server, or of the first client where the document has no
    server. `at` moves everything at the main place; what is elsewhere stays.
    """

    def __init__(self, written: Sequence[Endpoint], at: Endpoint | None = None) -> None:
        """Prepare them.

        Args:
            written: every endpoint of the document, servers first.
            at: where to move what is at the main place; None for nowhere.
        """
        self._at = at
        self._given: list[tuple[Endpoint, Endpoint]] = []
        self._main = written[0] if written else None

    def for_server(self, written: Endpoint) -> Endpoint:
        """Return where the server with this endpoint in the document is to listen.

        Servers of one document that name the same port share it, also when any free port was asked
        for: the second takes the port the first was given.

        Raises:
            ValueError: the place to move to does not suit the server's transport.
        """
        moved = self._moved(written)
        if moved.port == 0 and not moved.transport.is_unix:
            for earlier, bound in self._given:
                if earlier.transport is not written.transport and same_place(earlier, written):
                    return replace(moved, port=bound.port)
        return moved

    def listens(self, written: Endpoint, bound: Endpoint) -> None:
        """Record where the server with this endpoint in the document really listens."""
        self._given.append((written, bound))

    def for_client(self, written: Endpoint) -> Endpoint:
        """Return where the client with this endpoint in the document is to connect to.

        That is where the server it names really listens; without one in the document, or started,
        the address that is written, moved where that is asked for.

        Raises:
            ValueError: the place to move to does not suit the client's transport.
        """
        given = [pair for pair in self._given if pair[0].transport is written.transport]
        # Of two servers that both suit, the one whose address is written like this is meant.
        given.sort(key=lambda pair: pair[0] != written)
        for server, bound in given:
            if same_place(server, written):
                return reachable(bound)
        return reachable(self._moved(written))

    def _moved(self, endpoint: Endpoint) -> Endpoint:
        if self._at is None or self._main is None or not same_place(self._main, endpoint):
            return endpoint
        if self._at.transport.is_unix != endpoint.transport.is_unix:
            raise ValueError(
                tr(
                    "'{at}' does not suit '{endpoint}'; give a path for a path, and a host and port"
                    " for a host and port.",
                    at=self._at,
                    endpoint=endpoint,
                )
            )
        return replace(endpoint, host=self._at.host, port=self._at.port, path=self._at.path)
