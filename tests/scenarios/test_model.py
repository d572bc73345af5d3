import msgspec
import pytest

from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument, StepDocument
from socket_workbench.sockets.options import ClientOptions, ServerOptions, parse_backlog


def test_what_a_server_does_not_say_is_what_the_engine_does_by_itself():
    server = msgspec.convert({"endpoint": "tcp://127.0.0.1:1"}, ServerDocument)
    usual = ServerOptions()

    assert parse_backlog(server.backlog) == usual.backlog
    assert server.receive_size == usual.receive_size
    assert (server.one_at_a_time, server.reuse_address) == (
        usual.one_at_a_time,
        usual.reuse_address,
    )


def test_what_a_client_does_not_say_is_what_the_engine_does_by_itself():
    client = msgspec.convert({"endpoint": "tcp://127.0.0.1:1"}, ClientDocument)
    usual = ClientOptions()

    assert client.receive_size == usual.receive_size
    assert client.connect_timeout == f"{usual.connect_timeout:g}s"
    assert (client.reconnect_interval, usual.reconnect_interval) == (None, None)


def test_steps_may_be_nested():
    step = msgspec.convert({"repeat": [{"send": "x"}, {"wait": "1s"}]}, StepDocument)

    assert step.repeat == [StepDocument(send="x"), StepDocument(wait="1s")]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (ServerDocument, {"endpoint": "x", "colour": "red"}),
        (ServerDocument, {"endpoint": "x", "backlog": -1}),
        (ServerDocument, {"endpoint": "x", "receive_size": 0}),
        (ServerDocument, {"endpoint": "x", "receive_size": 1024 * 1024 + 1}),
        (ServerDocument, {"endpoint": "x", "name": ""}),
        (ClientDocument, {"endpoint": "x", "local_port": 65536}),
        (ClientDocument, {}),
        (StepDocument, {"expect": {"like": "x"}}),
        (Scenario, {"format": 1}),
    ],
)
def test_what_does_not_fit_is_refused(kind, content):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(content, kind)
