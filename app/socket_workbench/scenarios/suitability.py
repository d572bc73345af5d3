"""Which transports a dialogue works over."""

from socket_workbench.dialogues.kind import DialogueKind
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint


def check_transport(kind: DialogueKind, endpoint: Endpoint) -> None:
    """Check that a dialogue can be held over an endpoint's transport.

    Raises:
        ValueError: it needs a stream and the endpoint has datagrams, or the reverse.
    """
    needed = "stream" if endpoint.transport.is_stream else "datagram"
    if needed not in kind.transports:
        raise ValueError(
            tr(
                "the dialogue {dialogue} does not work over {transport}.",
                dialogue=kind.name,
                transport=endpoint.transport.value,
            )
        )
