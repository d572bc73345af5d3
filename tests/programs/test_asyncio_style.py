from tests.programs.conftest import server

from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style


def program(url, dialogue="echo", **options):
    return server_program(server(url, dialogue, **options), Style.ASYNCIO)


def test_one_at_a_time_is_a_lock():
    assert "async with turn:" in program("tcp://127.0.0.1:1", model="one-at-a-time")
    assert "turn" not in program("tcp://127.0.0.1:1").replace("return", "")


def test_options_are_arguments_of_start_server():
    text = program("tcp://127.0.0.1:1", backlog=7, reuse_address=False)

    assert "BACKLOG = 7\n" in text
    assert "reuse_address=False" in text


def test_a_room_needs_no_lock():
    assert "lock" not in program("tcp://127.0.0.1:1", "chat")


def test_what_asyncio_cannot_do_is_said():
    assert "# asyncio sends no empty datagrams" in program("udp://127.0.0.1:1")
