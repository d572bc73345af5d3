"""Clients' programs, against the workbench's servers and against generated ones."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programs.conftest import FRAMINGS, URLS, client, server
from tests.programs.test_server_program import check_programs, constants

from socket_workbench.engine.server import Server
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.journal import Journal
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style
from socket_workbench.scenarios.builtin import load_builtin, scenario_names
from socket_workbench.scenarios.load import parse_scenario
from socket_workbench.scenarios.settings import client_settings, client_steps, server_settings
from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.option_kinds import Flag
from socket_workbench.sockets.options import ClientOptions

ANSWERS = {
    "calculator": (b"add\n7\n4\n", b"[Result]\n11\n"),
    "square": (b"67\n", b"Answer:4489\n"),
    "udp-echo": (b"hello\nexit\n", b"Echo: exit!\n"),
    "http-get": (b"", b"HTTP/1.1 200 OK"),
}
"""What a scenario's client is told by the person, and what it shows at last."""

WAITING = {"chat-room", "one-at-a-time", "welcome"}
"""Scenarios that take seconds; what they do on the wire, others do too."""


def scenario_client(name, style, url):
    """Return the program of a scenario's first client, which connects to another address."""
    document = load_builtin(name).clients[0]
    settings = client_settings(document, parse_endpoint(url))
    return client_program(settings, style, client_steps(document))


def talking():
    """Return the names of the scenarios over IPv4 that do not wait."""
    return [
        name
        for name in scenario_names()
        if name not in WAITING and "127.0.0.1" in load_builtin(name).servers[0].endpoint
    ]


def url_of(document, address):
    return f"{document.endpoint.partition('://')[0]}://127.0.0.1:{address[1]}"


@pytest.mark.parametrize(("style", "other"), [("socket", "asyncio"), ("asyncio", "socketserver")])
def test_clients_of_scenarios_pass_against_the_other_style(style, other, run_program):
    servers = {}
    for name in talking():
        document = load_builtin(name).servers[0]
        settings = server_settings(document)
        free = server(url_of(document, ("", 0)), settings.dialogue, settings.parameters)
        servers[name] = document, run_program(server_program(free, Style(other)))

    clients = {}
    for name, (document, running) in servers.items():
        url = url_of(document, running.wait_until_listening())
        clients[name] = run_program(scenario_client(name, Style(style), url))

    assert {*ANSWERS} <= {*clients}
    for name, running in clients.items():
        typed, shown = ANSWERS.get(name, (b"", b""))
        assert shown in running.typed(typed), name


@pytest.fixture
def serve(qtbot):
    """Start a server of the workbench on a free port; returns its address."""
    servers: list[Server] = []
    journal = Journal([])

    def start(settings):
        running = Server(settings, journal, PlainThreads(), lambda: None)
        servers.append(running)
        running.start()
        qtbot.waitUntil(lambda: running.state is not EndpointState.STARTING)
        return str(running.address)

    yield start
    for running in servers:
        running.stop()
        assert running.join(10)
    journal.close()


TYPED = {
    "none": (b"one\ntwo\n", b"one\ntwo\n"),
    "line": (b"one\ntwo\n", b"one\ntwo\n"),
    "length:u16be": (b"one\ntwo", b"one\ntwo\n"),
}


@pytest.mark.parametrize("style", [Style.SOCKET, Style.ASYNCIO])
def test_what_is_typed_comes_back_from_the_workbench(style, serve, run_program):
    for scheme in ("tcp", "udp"):
        for framing, (typed, printed) in TYPED.items():
            url = serve(server(f"{scheme}://127.0.0.1:0", framing=framing))
            running = run_program(client_program(client(url, framing=framing), style))
            assert sorted(running.typed(typed).split()) == sorted(printed.split())


STEPS = r"""
format = 1
title = "Steps"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:1"
steps = [
    { ask = "Word of {{host}}", into = "class" },
    { send = "{{class}} it's \"x\"", line_end = "crlf" },
    { expect = { contains = "it's" }, into = "peer" },
    { expect = " \"x\"\r\n" },
    { wait = "1ms" },
    { repeat = [
        { send = "{{port}}" },
        { expect = { any = true }, into = "print" },
    ], until = { variable = "print", equals = "{{port}}" } },
    { half_close = true },
    { expect_close = true },
    { show = "{{peer}} {{print}}" },
    { close = true },
]
"""


@pytest.mark.parametrize("style", [Style.SOCKET, Style.ASYNCIO])
def test_every_step_does_what_it_says(style, serve, run_program):
    url = serve(server("tcp://127.0.0.1:0"))
    document = parse_scenario(STEPS, "steps.toml").clients[0]
    settings = client_settings(document, parse_endpoint(url))

    running = run_program(client_program(settings, style, client_steps(document)))

    port = url.rpartition(":")[2]
    assert running.typed(b"hello\n").decode().split(": ") == [
        "Word of 127.0.0.1",
        f"hello it's {port}\n",
    ]


def test_an_expectation_that_fails_ends_it_with_1(serve, tmp_path):
    from tests.programs.conftest import Running

    document = parse_scenario(STEPS, "steps.toml").clients[0]
    url = serve(server("tcp://127.0.0.1:0", "fixed-reply", {"reply": "it's no"}))
    settings = client_settings(document, parse_endpoint(url))
    for style in (Style.SOCKET, Style.ASYNCIO):
        text = client_program(settings, style, client_steps(document))
        running = Running(tmp_path / f"program_{style.value}.py", text)
        running.typed(b"hello\n")
        code, complaint = running.stop()
        assert code == 1
        assert complaint.endswith("expected b' \"x\"\\r\\n', but b' no' came\n")


def test_ruff_and_mypy_find_nothing(tmp_path):
    texts = []
    for style in (Style.SOCKET, Style.ASYNCIO):
        for place, url in enumerate(URLS):
            for framing in FRAMINGS[place % 2 :: 2]:
                texts.append(
                    client_program(client(url.replace(":0", ":1"), framing=framing), style)
                )
        for name in scenario_names():
            for document in load_builtin(name).clients[:1]:
                texts.append(
                    client_program(client_settings(document), style, client_steps(document))
                )
        document = parse_scenario(STEPS, "steps.toml").clients[0]
        texts.append(client_program(client_settings(document), style, client_steps(document)))
    for number, text in enumerate(texts):
        (tmp_path / f"program_{number}.py").write_text(text, "utf-8")
    check_programs(tmp_path)


CHANGED = {"framing": "line", "receive_size": "1 KiB", "most_waiting": "1 KiB", "calls": "recvmsg"}
CHANGED |= {"local_host": "127.0.0.1", "local_port": "1", "connect_timeout": "1 s"}
CHANGED |= {"reconnect_interval": "1 s", "close_on_peer_end": "no"}


@pytest.mark.parametrize("row", ClientOptions.rows(), ids=lambda row: row.name)
def test_every_option_is_in_it_or_a_comment_says_that_it_is_not(row):
    value = CHANGED.get(row.name)
    if value is None:
        assert isinstance(row.kind, Flag)
        value = "no" if row.default else "yes"
    for scheme, style in itertools.product(row.transports, Style):
        url = f"{scheme}:///tmp/a" if scheme.startswith("unix") else f"{scheme}://127.0.0.1:1"
        changed = client_program(client(url, **{row.name: value}), style)
        assert client_program(client(url), style) != changed, (scheme, style)


PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=60)


@given(path=PATHS, style=st.sampled_from(Style))
def test_a_path_stays_a_literal(path, style):
    settings = client(f"unix:///{path}")

    assert constants(client_program(settings, style))["PATH"] == settings.endpoint.path
