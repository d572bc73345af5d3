"""What each failure to look a host name up means, in plain words, with the next step."""

import socket

from socket_workbench.language import tr
from socket_workbench.sockets.failures.failure import Failure
from socket_workbench.sockets.failures.ipv6_sentences import interface_not_found


def lookup_sentence(failure: Failure) -> str:
    """Say why a host name was not found (`socket.gaierror`) and what to do next."""
    error, host = failure.error, failure.host
    if "%" in host:
        # No name holds a percent sign, so the address is right and its interface is not.
        return interface_not_found(failure)
    if error.errno == socket.EAI_AGAIN:
        return tr(
            "The name {host} could not be looked up, because no name server answers. Check the "
            "network connection, or use an IP address.",
            host=host,
        )
    # Names that exist without an address (EAI_NODATA) are as unknown to a person as others.
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
        return tr(
            "No computer is known by the name {host}. Check its spelling, or use an IP address "
            "such as 127.0.0.1.",
            host=host,
        )
    return tr(
        "The name {host} could not be looked up ({reason}). Check its spelling, or use an IP "
        "address such as 127.0.0.1.",
        host=host,
        reason=error.strerror or error,
    )
