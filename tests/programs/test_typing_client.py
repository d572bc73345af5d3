from tests.programs.conftest import client

from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.style import Style


def test_a_framed_line_is_sent_without_its_end():
    for style in (Style.SOCKET, Style.ASYNCIO):
        framed = client_program(client("tcp://127.0.0.1:1", framing="length:u8"), style)
        assert 'frame(line.rstrip(b"\\r\\n"))' in framed
        assert "rstrip" not in client_program(client("tcp://127.0.0.1:1"), style)


def test_a_client_has_no_style_of_socketserver():
    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKETSERVER)

    assert "# socketserver is for servers: its clients are plain socket calls." in text
    assert "import socketserver" not in text


def test_datagrams_end_after_silence():
    assert "SILENCE = 1.0" in client_program(client("udp://127.0.0.1:1"), Style.SOCKET)
    assert "SILENCE" not in client_program(client("tcp://127.0.0.1:1"), Style.SOCKET)
