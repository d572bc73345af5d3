"""What it means that an address is taken, in plain words, with the next step."""

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.owner import Owner, find_owner


def in_use(failure: Failure) -> str:
    """A program, or an old connection, has the port or path (EADDRINUSE)."""
    if failure.action is Action.CONNECT:
        return _no_local_port(failure)
    owner = find_owner(failure.where) if isinstance(failure.where, Endpoint) else None
    if failure.path:
        return _path_in_use(failure, owner)
    return _port_in_use(failure, owner)


def _path_in_use(failure: Failure, owner: Owner | None) -> str:
    if owner is None:
        return tr(
            "{path} is already in use by another program. Stop it, or choose another path.",
            path=failure.path,
        )
    return tr(
        "{path} is already in use by {name} (pid {pid}). Stop it, or choose another path.",
        path=failure.path,
        name=owner.name,
        pid=owner.pid,
    )


def _port_in_use(failure: Failure, owner: Owner | None) -> str:
    if owner is None:
        return tr(
            "Port {port} is already in use by another program. Stop it, or choose port 0 for any "
            "free port.",
            port=failure.port,
        )
    if owner.is_time_wait:
        return tr(
            "Port {port} is still held by connections that were closed a moment ago (TIME_WAIT). "
            "Wait a minute, or choose port 0 for any free port. It does not happen where these, "
            "too, were allowed to reuse the address.",
            port=failure.port,
        )
    if owner.is_this_program:
        return tr(
            "Port {port} is already in use by this program itself. Stop that server or client, or "
            "choose port 0 for any free port.",
            port=failure.port,
        )
    return tr(
        "Port {port} is already in use by {name} (pid {pid}). Stop it, or choose port 0 for any "
        "free port.",
        port=failure.port,
        name=owner.name,
        pid=owner.pid,
    )


def _no_local_port(failure: Failure) -> str:
    return tr(
        "The local port for a connection to {where} is still held by an earlier one. Wait a "
        "minute, or choose local port 0.",
        where=failure.where,
    )
