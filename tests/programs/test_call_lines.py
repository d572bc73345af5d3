import pytest
from tests.programs.conftest import client, server

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.programs.call_lines import Purpose, call_lines, purpose_of
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style
from socket_workbench.scenarios.find import find_scenario
from socket_workbench.scenarios.settings import client_settings, client_steps

SCHEMES = {"tcp": "stream", "udp": "datagram"}


def marked(program, purpose):
    lines = program.splitlines()
    return [lines[line - 1].strip() for line in sorted(call_lines(program).get(purpose, ()))]


def test_the_lines_of_a_plain_server():
    program = server_program(server("tcp://127.0.0.1:1", "welcome"), Style.SOCKET)
    assert marked(program, Purpose.ACCEPT) == ["connection, peer = listener.accept()"]
    assert marked(program, Purpose.RECEIVE) == ["while message := connection.recv(RECEIVE_SIZE):"]
    assert [line.partition("(")[0] for line in marked(program, Purpose.SEND)] == [
        "connection.sendall"
    ] * 2
    assert [line.partition("(")[0] for line in marked(program, Purpose.LISTEN)] == [
        "listener.bind",
        "listener.listen",
    ]


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("framing", ["none", "line", "length:u16be", "idle:20ms"])
def test_every_server_has_lines_for_what_its_pane_waits_in(style, scheme, framing):
    for kind in dialogue_kinds():
        if kind.name == "rules" or SCHEMES[scheme] not in kind.transports:
            continue
        parameters = {each.name: each.default for each in kind.parameters}
        settings = server(f"{scheme}://127.0.0.1:1", kind.name, parameters, framing=framing)
        program = server_program(settings, style)
        lines = call_lines(program)
        needed = {Purpose.LISTEN, Purpose.RECEIVE}
        needed |= {Purpose.ACCEPT} if scheme == "tcp" else set()
        assert needed <= lines.keys(), (kind.name, program)
        count = len(program.splitlines())
        assert all(1 <= line <= count for found in lines.values() for line in found)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("framing", ["none", "line", "idle:20ms"])
def test_every_client_has_lines_for_what_its_pane_waits_in(style, scheme, framing):
    program = client_program(client(f"{scheme}://127.0.0.1:1", framing=framing), style)
    assert {Purpose.CONNECT, Purpose.RECEIVE, Purpose.SEND} <= call_lines(program).keys()


@pytest.mark.parametrize("style", Style)
def test_the_steps_of_a_client_are_marked_where_their_sockets_are_called(style):
    (document,) = find_scenario("calculator").clients
    program = client_program(client_settings(document), style, client_steps(document))
    assert not any("peer." in line for line in marked(program, Purpose.SEND))
    assert marked(program, Purpose.SEND)
    assert marked(program, Purpose.RECEIVE)


def test_what_a_call_is_for():
    assert purpose_of("recv(1024)") is Purpose.RECEIVE
    assert purpose_of("sendall") is Purpose.SEND
    assert purpose_of("getsockname()") is None
