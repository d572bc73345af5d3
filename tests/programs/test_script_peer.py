import pytest
from tests.programs.conftest import client

from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_steps import SendMessage, Step
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.style import Style

STEPS: list[Step] = [SendMessage("x"), Expect(Match.EQUALS, "x")]


@pytest.mark.parametrize(
    ("url", "framing", "unread"),
    [
        ("tcp://127.0.0.1:1", "none", 'self.unread = b""'),
        ("tcp://127.0.0.1:1", "line", "self.unread: list[bytes] = []"),
        ("udp://127.0.0.1:1", "none", "self.unread: list[bytes] = []"),
    ],
)
def test_a_stream_is_bytes_and_all_else_is_messages(url, framing, unread):
    for style in (Style.SOCKET, Style.ASYNCIO):
        assert unread in client_program(client(url, framing=framing), style, STEPS)


def test_asyncio_waits_for_what_others_block_in():
    text = client_program(client("tcp://127.0.0.1:1"), Style.ASYNCIO, STEPS)

    assert "async def expect(" in text
    assert 'await peer.expect(b"x", 5.0)' in text
