import pytest

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.scenarios.suitability import check_transport
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport


@pytest.mark.parametrize(
    ("dialogue", "transport"),
    [
        ("welcome", Transport.TCP),
        ("welcome", Transport.UNIX_STREAM),
        ("echo", Transport.UDP),
        ("echo", Transport.UNIX_DATAGRAM),
    ],
)
def test_what_can_be_held_there_passes(dialogue, transport):
    check_transport(dialogue_kind(dialogue), Endpoint(transport))


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.UNIX_DATAGRAM])
def test_what_needs_a_stream_is_refused_over_datagrams(transport):
    with pytest.raises(ValueError, match=f"welcome does not work over {transport.value}"):
        check_transport(dialogue_kind("welcome"), Endpoint(transport))
