import pytest

from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.builtin import (
    UnknownScenarioError,
    builtin_path,
    builtin_words,
    load_builtin,
    scenario_names,
    starters,
)

PROMISED = [
    "acknowledge",
    "calculator",
    "chat-room",
    "get-answer",
    "gets",
    "http-get",
    "ipv6-echo",
    "one-at-a-time",
    "square",
    "tcp-and-udp-same-port",
    "udp-datagram",
    "udp-echo",
    "unix-datagram",
    "unix-stream",
    "welcome",
]


def test_what_one_can_start_from_has_its_title():
    titles = list(starters().values())
    assert titles[:3] == ["My scenario", "Acknowledge by rules", "Calculator by rules"]
    assert "All steps" in titles
    assert all(file.is_file() for file in starters())


def test_every_promised_scenario_is_there():
    assert [*scenario_names()] == PROMISED


@pytest.mark.parametrize("name", PROMISED)
def test_every_built_in_scenario_is_right_and_says_what_it_is(name):
    scenario = load_builtin(name)

    assert scenario.title
    assert builtin_words(name) == (scenario.title, scenario.summary)
    assert scenario.summary.endswith((".", "!"))
    assert scenario.servers
    assert all(client.steps for client in scenario.clients)


@pytest.mark.parametrize(
    ("name", "endpoint", "dialogue", "backlog"),
    [
        ("welcome", "tcp://127.0.0.1:13145", "welcome", 5),
        ("udp-echo", "udp://127.0.0.1:13145", "echo-text", None),
        ("acknowledge", "tcp://0.0.0.0:9998", "acknowledge", 5),
        ("udp-datagram", "udp://127.0.0.1:9997", "echo", None),
        ("get-answer", "tcp://127.0.0.1:6000", "fixed-reply", 10),
        ("gets", "tcp://127.0.0.1:6000", "fixed-reply", None),
        ("square", "tcp://127.0.0.1:6000", "square", None),
        ("calculator", "tcp://127.0.0.1:6000", "calculator", None),
        ("one-at-a-time", "tcp://127.0.0.1:8080", "print-only", 1),
        ("ipv6-echo", "tcp://[::1]:13145", "echo", None),
        ("chat-room", "tcp://127.0.0.1:13145", "chat", None),
    ],
)
def test_servers_are_where_they_are_promised(name, endpoint, dialogue, backlog):
    server = load_builtin(name).servers[0]

    assert (server.endpoint, server.dialogue) == (endpoint, dialogue)
    assert backlog is None or server.options["backlog"] == backlog


def test_both_transports_share_a_port():
    servers = load_builtin("tcp-and-udp-same-port").servers

    assert [server.endpoint for server in servers] == [
        "tcp://127.0.0.1:13145",
        "udp://127.0.0.1:13145",
    ]


def test_welcome_sends_a_second_apart():
    steps = load_builtin("welcome").clients[0].steps
    sends = [step.send for step in steps if step.send]
    between = [step.wait for step in steps if step.wait]

    assert sends == ["zhangsan", "lisi", "wangwu", "zhaoliu", "exit"]
    assert between == ["1s"] * 4


def test_only_one_is_served_at_a_time():
    assert load_builtin("one-at-a-time").servers[0].options["model"] == "one-at-a-time"


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownScenarioError, match="did you mean 'welcome'"):
        load_builtin("welcom")


def test_without_a_near_one_all_names_are_listed():
    with pytest.raises(UnknownScenarioError) as caught:
        builtin_path("xyzzy")
    assert all(name in str(caught.value) for name in PROMISED)


def test_a_name_cannot_lead_out_of_the_folder():
    with pytest.raises(UnknownScenarioError):
        builtin_path("../scenarios/welcome")
    assert builtin_path("welcome").parent == resource_folder("scenarios")
