"""What a pane offers to do about a failed socket."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from socket_workbench.gui.widgets.notice_line import Remedy
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import (
    AddressError,
    Endpoint,
    Transport,
    parse_endpoint,
    unix_supported,
)
from socket_workbench.sockets.addresses.interfaces import is_open_to_network
from socket_workbench.sockets.addresses.likely_address import likely_address
from socket_workbench.sockets.failures.address_sentences import is_for_several, port_for_all
from socket_workbench.sockets.failures.errors import Action, SocketError

_OTHER_KIND = {
    Transport.UNIX_STREAM: Transport.UNIX_DATAGRAM,
    Transport.UNIX_DATAGRAM: Transport.UNIX_STREAM,
}
"""The transport of the other sort of Unix socket."""

_NEW_PATH = frozenset(
    {"EADDRINUSE", "EACCES", "EPERM", "ENOENT", "ENOTDIR", "ENOTSOCK", "EROFS", "ELOOP"}
    | {"ENAMETOOLONG", "ENOSPC", "EDQUOT"}
)
"""Failures of a path that another path avoids."""

_NOBODY_THERE = frozenset({"ECONNREFUSED", "ENOENT"})


class Address(Protocol):
    """The part of an address field that remedies use."""

    def select_all(self) -> None:
        """Give the field the focus and select the whole address."""


class Request(Protocol):
    """The part of a signal that remedies use."""

    def emit(self, *arguments: object) -> None:
        """Emit the signal."""


class Startable(Protocol):
    """The part of a pane that remedies use."""

    @property
    def address(self) -> Address:
        """The address field."""

    @property
    def server_requested(self) -> Request:
        """Emitted with this pane and an endpoint at which a server is wanted."""

    @property
    def is_live(self) -> bool:
        """Whether it is running, or will try again by itself."""

    def start(self) -> bool:
        """Start again."""

    def start_at(self, endpoint: Endpoint) -> None:
        """Start at another address."""

    def start_with(self, options: Mapping[str, object]) -> None:
        """Start with other options."""


def remedies(pane: Startable, cause: SocketError | None) -> list[Remedy]:
    """Return what the pane can do about a failure, the best first.

    Args:
        pane: the pane of the server or client that has failed.
        cause: the failure of its socket; None for any other one, about which nothing is offered.
    """
    if cause is None:
        return []
    try:
        endpoint = parse_endpoint(cause.endpoint)
    except AddressError:
        # Of a peer, whose text need not be an address in our syntax.
        return [_try_again(pane)]
    if pane.is_live:
        # It will try again by itself.
        return [_serve(pane, endpoint)] if _can_be_served(cause, endpoint) else []
    if cause.action is Action.LOOK_UP:
        return [_try_again(pane) if cause.errno_name == "EAI_AGAIN" else _edit(pane)]
    if endpoint.transport is Transport.TCP and is_for_several(endpoint):
        return [_use(pane, replace(endpoint, transport=Transport.UDP))]
    if endpoint.transport.is_unix:
        return _of_path(pane, cause, endpoint)
    if cause.action in (Action.BIND, Action.LISTEN):
        return _of_server(pane, cause.errno_name, endpoint)
    return _of_client(pane, cause, endpoint)


def address_mistake(text: str) -> str:
    """Return what is wrong with an address, as a sentence; empty if it is valid."""
    try:
        endpoint = parse_endpoint(text)
    except AddressError as error:
        return str(error)
    return unix_supported() if endpoint.transport.is_unix else ""


def address_remedies(text: str, use: Callable[[str], object]) -> list[Remedy]:
    """Return the address that an invalid one is likely to mean, if it is valid.

    Args:
        text: the invalid address.
        use: takes the address that the user accepts.
    """
    meant = likely_address(text)
    if meant == text or address_mistake(meant):
        return []
    return [Remedy(tr("Use {address}", address=meant), partial(use, meant))]


def is_nobody_there(cause: SocketError) -> bool:
    """Return whether a client has failed because nothing listens at its address."""
    return cause.action is Action.CONNECT and cause.errno_name in _NOBODY_THERE


def _of_server(pane: Startable, name: str, endpoint: Endpoint) -> list[Remedy]:
    if name == "EADDRINUSE":
        words = tr("Use a free port")
        return [Remedy(words, partial(pane.start_at, replace(endpoint, port=0)))]
    if name == "EACCES" and 0 < endpoint.port < port_for_all(0):
        port = port_for_all(endpoint.port)
        words = tr("Use port {port}", port=port)
        return [Remedy(words, partial(pane.start_at, replace(endpoint, port=port)))]
    if name in ("EADDRNOTAVAIL", "EAFNOSUPPORT"):
        is_ipv6 = ":" in endpoint.host and name == "EADDRNOTAVAIL"
        return [_use(pane, replace(endpoint, host="::1" if is_ipv6 else "127.0.0.1"))]
    return [_try_again(pane)]


def _of_client(pane: Startable, cause: SocketError, endpoint: Endpoint) -> list[Remedy]:
    name = cause.errno_name
    if endpoint.port == 0:
        return [_edit(pane)]
    if cause.action is Action.BIND_LOCAL and name == "EADDRNOTAVAIL":
        options: Mapping[str, object] = {"local_host": ""}
        return [Remedy(tr("Use any local address"), partial(pane.start_with, options))]
    if name == "EADDRINUSE" or (cause.action is Action.BIND_LOCAL and name == "EACCES"):
        return [Remedy(tr("Use any local port"), partial(pane.start_with, {"local_port": 0}))]
    if _can_be_served(cause, endpoint):
        return [_serve(pane, endpoint)]
    if name == "EINVAL":
        return [_edit(pane)]
    return [_try_again(pane)]


def _of_path(pane: Startable, cause: SocketError, endpoint: Endpoint) -> list[Remedy]:
    name = cause.errno_name
    if name == "EPROTOTYPE":
        return [_use(pane, replace(endpoint, transport=_OTHER_KIND[endpoint.transport]))]
    if _can_be_served(cause, endpoint):
        return [_serve(pane, endpoint)]
    if name in _NEW_PATH:
        return [Remedy(tr("Choose another path"), pane.address.select_all)]
    return [_try_again(pane)]


def _can_be_served(cause: SocketError, endpoint: Endpoint) -> bool:
    """Return whether a server on this computer would have been connected to."""
    has_place = endpoint.transport.is_unix or endpoint.port > 0
    return is_nobody_there(cause) and has_place and not is_open_to_network(endpoint)


def _use(pane: Startable, endpoint: Endpoint) -> Remedy:
    return Remedy(tr("Use {address}", address=endpoint), partial(pane.start_at, endpoint))


def _serve(pane: Startable, endpoint: Endpoint) -> Remedy:
    act: Callable[[], object] = partial(pane.server_requested.emit, pane, endpoint)
    return Remedy(tr("Start a server here"), act)


def _edit(pane: Startable) -> Remedy:
    return Remedy(tr("Change the address"), pane.address.select_all)


def _try_again(pane: Startable) -> Remedy:
    return Remedy(tr("Try again"), pane.start)
