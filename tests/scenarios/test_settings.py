import pytest

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.script import Script
from socket_workbench.payload.framing import Framing
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import (
    ClientDocument,
    ExpectationDocument,
    ServerDocument,
    StepDocument,
)
from socket_workbench.scenarios.settings import client_settings, client_variables, server_settings
from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.options import ClientOptions, ServerOptions

TCP = "tcp://127.0.0.1:6000"


def test_a_server_gets_everything_that_is_written():
    settings = server_settings(
        ServerDocument(
            endpoint=TCP,
            name="s",
            dialogue="fixed-reply",
            parameters={"reply": "x"},
            options={
                "framing": "line",
                "backlog": 5,
                "receive_size": 1024,
                "model": "one-at-a-time",
                "reuse_address": False,
                "most_waiting": "64KiB",
                "close_on_peer_end": False,
            },
        )
    )

    assert (settings.name, str(settings.endpoint), settings.dialogue) == ("s", TCP, "fixed-reply")
    assert settings.options == ServerOptions(
        framing=Framing.parse("line"),
        backlog=5,
        receive_size=1024,
        reuse_address=False,
        model="one-at-a-time",
        most_waiting=65536,
        close_on_peer_end=False,
    )
    assert settings.parameters == {"reply": "x"}


def test_a_client_gets_everything_that_is_written():
    settings = client_settings(
        ClientDocument(
            endpoint=TCP,
            name="c",
            options={
                "framing": "fixed:4",
                "receive_size": 1,
                "local_host": "127.0.0.1",
                "local_port": 5000,
                "connect_timeout": "2s",
                "reconnect_interval": "500ms",
                "reuse_address": True,
                "most_waiting": 1000,
                "close_on_peer_end": True,
            },
        )
    )

    assert (settings.name, str(settings.endpoint)) == ("c", TCP)
    assert settings.options == ClientOptions(
        framing=Framing.parse("fixed:4"),
        receive_size=1,
        local_host="127.0.0.1",
        local_port=5000,
        connect_timeout=2.0,
        reconnect_interval=0.5,
        reuse_address=True,
        most_waiting=1000,
        close_on_peer_end=True,
    )
    assert settings.script is None


def test_a_client_can_connect_to_somewhere_else():
    elsewhere = parse_endpoint("tcp://127.0.0.1:1")

    assert client_settings(ClientDocument(endpoint=TCP), elsewhere).endpoint == elsewhere


def test_every_connection_has_a_script_of_its_own_that_knows_where_it_is():
    document = ClientDocument(endpoint=TCP, steps=[StepDocument(send="{{host}}:{{port}} {{peer}}")])
    script = client_settings(document).script

    assert script is not None
    first, second = script(parse_endpoint(TCP)), script(parse_endpoint("tcp://[::1]:7"))

    assert first is not second
    for each, place in ((first, b"127.0.0.1:6000"), (second, b"[::1]:7")):
        sent = [command for command in each.opened("peer") if isinstance(command, bytes)]
        assert sent == [place + b" peer"]


@pytest.mark.parametrize(
    ("endpoint", "framing", "separate"),
    [
        ("tcp://h:1", "none", False),
        ("unix:///a", "none", False),
        ("tcp://h:1", "line", True),
        ("udp://h:1", "none", True),
    ],
)
def test_messages_are_kept_apart_where_there_are_messages(endpoint, framing, separate):
    steps = [StepDocument(expect="ab"), StepDocument(expect=ExpectationDocument(any=True))]
    document = ClientDocument(endpoint=endpoint, options={"framing": framing}, steps=steps)
    build = client_settings(document).script
    assert build is not None
    script = build(parse_endpoint(endpoint))
    script.opened("peer")

    ends = [c for c in [*script.received(b"a"), *script.received(b"bc")] if type(c) is Finished]

    assert [end.passed for end in ends] == ([False] if separate else [True])


@pytest.mark.parametrize(
    ("url", "host"), [("tcp://[::1]:80", "[::1]"), ("tcp://localhost:80", "localhost")]
)
def test_host_and_port_are_right_in_a_url(url, host):
    assert client_variables(parse_endpoint(url)) == {"host": host, "port": "80", "path": ""}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (ServerDocument(endpoint="?"), "endpoint"),
        (ServerDocument(endpoint=TCP, dialogue="?"), "dialogue"),
        (ServerDocument(endpoint="udp://h:1", dialogue="welcome"), "dialogue"),
        (ServerDocument(endpoint=TCP, parameters={"x": "y"}), "parameters.x"),
        (
            ServerDocument(endpoint=TCP, dialogue="fixed-reply", parameters={"reply": 3}),
            "parameters.reply",
        ),
        (ServerDocument(endpoint=TCP, options={"framing": "?"}), "framing"),
        (ServerDocument(endpoint=TCP, options={"most_waiting": "much"}), "most_waiting"),
        (ServerDocument(endpoint=TCP, options={"most_waiting": 0}), "most_waiting"),
        (ClientDocument(endpoint=TCP, options={"most_waiting": "2GiB"}), "most_waiting"),
        (ClientDocument(endpoint="?"), "endpoint"),
        (ClientDocument(endpoint=TCP, options={"framing": "?"}), "framing"),
        (ClientDocument(endpoint=TCP, options={"connect_timeout": "?"}), "connect_timeout"),
        (ClientDocument(endpoint=TCP, options={"connect_timeout": "0s"}), "connect_timeout"),
        (ClientDocument(endpoint=TCP, options={"reconnect_interval": "?"}), "reconnect_interval"),
        (ClientDocument(endpoint=TCP, options={"local_host": "a b"}), "local_host"),
        (ClientDocument(endpoint=TCP, steps=[StepDocument()]), "steps[0]"),
    ],
)
def test_a_mistake_names_its_field(document, path):
    read = server_settings if isinstance(document, ServerDocument) else client_settings

    with pytest.raises(FieldError) as caught:
        read(document)
    assert caught.value.path == path


def test_a_seed_makes_random_values_the_same_in_each_run():
    steps = [StepDocument(set={"x": "{{random_digits(30)}}"})]
    document = ClientDocument(endpoint=TCP, steps=steps, seed="s")
    found = []
    for _ in range(2):
        script = client_settings(document).script
        assert script is not None
        dialogue = script(parse_endpoint(TCP))
        assert isinstance(dialogue, Script)
        dialogue.opened("p")
        found.append(dialogue.variables["x"])

    assert found[0] == found[1]
