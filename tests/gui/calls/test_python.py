import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.calls.python import calls_as_python, has_calls, socket_name
from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row

LISTENER = Source(1, Role.SERVER, "Server 1", "tcp://a:1")
ACCEPTED = Source(2, Role.SERVER, "Server 1", "tcp://a:1", 3, "l", "p")
CLIENT = Source(3, Role.CLIENT, "Client 1", "tcp://a:1", 4, "l", "p")


def row(source, call, result, payload=b"", waited=0, kind=Kind.CALL):
    text = call_text(call, result, waited, "t", 7, 1)
    return Row(0, 1, source, kind, len(payload), payload[:4], text)


def test_calls_read_as_python_with_all_their_bytes():
    rows = [
        row(LISTENER, "socket(AF_INET, SOCK_STREAM)", "socket(fileno=7)"),
        row(ACCEPTED, "recv(9)", "b''", waited=2_400_000_000),
        row(CLIENT, "send(b'')", "8"),
        row(CLIENT, "recvfrom(9)", "(b'', ('a', 1))"),
        row(CLIENT, "connect(('a', 1))", "ECONNREFUSED"),
        Row(0, 1, CLIENT, Kind.CALL_BEGUN, 0, b"", begun_text("recv(9)", "t", 7, 1)),
        Row(0, 1, CLIENT, Kind.RECEIVED, 8, b"zhangsan", ""),
    ]
    assert calls_as_python(rows, lambda row: b"zhangsan").splitlines() == [
        "server_1 = socket(AF_INET, SOCK_STREAM)  # socket(fileno=7)",
        "conn3.recv(9)  # b'zhangsan', waited 2.4 s",
        "client_1.send(b'zhangsan')  # 8",
        "client_1.recvfrom(9)  # (b'zhangsan', ('a', 1))",
        "client_1.connect(('a', 1))  # ECONNREFUSED",
    ]
    assert has_calls(rows)
    assert not has_calls(rows[-1:])


@pytest.mark.parametrize(
    "call",
    [
        "close()\nimport os",
        "close(); exit()",
        "close(exec('1'))",
        "__import__('os').system('true')",
        "close().fileno()",
        "exec('1')",
        "listen(5)(6)",
        "close(",
        "",
        "close(lambda: 0)",
    ],
)
def test_what_is_no_plain_call_is_a_comment(call):
    for text, result in ((call, "None"), ("close()", f"{call}\nexit()\r\u2028exit()")):
        source = Source(1, Role.CLIENT, "a", "tcp://a:1")
        lines = calls_as_python([row(source, text, result)], lambda row: b"").split("\n")
        assert [ast.unparse(ast.parse(line)) for line in lines] in ([""], ["a.close()"])


@pytest.mark.parametrize("name", ["Server 1", "1st", "", "打印机", "a'b\n#", "class "])
@given(payload=st.binary(max_size=50))
def test_every_line_is_python_whatever_an_endpoint_is_called(name, payload):
    source = Source(1, Role.CLIENT, name, "tcp://a:1")
    text = calls_as_python([row(source, "send(b'')", "1")], lambda row: payload)
    (statement,) = ast.parse(text).body
    assert ast.unparse(statement) == f"{socket_name(source)}.send({payload!r})"
