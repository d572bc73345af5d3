import ast
import textwrap

import pytest

from socket_workbench.watch.mistakes.loops import reads_to_end, sends

RECEIVE = "part = s.recv(9)\nif not part:\n    break\n"


def loop_of(text):
    loop = ast.parse(text).body[0]
    assert isinstance(loop, ast.While | ast.For)
    call = next(
        node
        for node in ast.walk(loop)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".recv")
    )
    return loop, call


def is_to_end(text):
    loop, call = loop_of(text)
    return reads_to_end(loop, call, "part" if "part" in text else "")


def endless(body, test="True"):
    return f"while {test}:\n" + textwrap.indent(body, "    ")


@pytest.mark.parametrize(
    "text",
    [
        endless(RECEIVE + "data += part"),
        endless(RECEIVE + "data = data + part.decode()"),
        endless(RECEIVE + "parts.append(part)", "1"),
        endless("file.write(part)", "part := s.recv(9)"),
        endless("parts.append(part)", "(part := s.recv(9)) != b''"),
        endless("part = s.recv(9)\ndata += part", "part"),
        endless(RECEIVE.replace("not part", "len(part) == 0") + "data.extend(part)"),
        endless("try:\n" + textwrap.indent(RECEIVE, "    ") + "finally:\n    f()\ndata += part"),
        endless("part = s.recv(9)\nif part:\n    data += part\nelse:\n    break"),
        endless(RECEIVE + "data += part\nprint(len(data), 'bytes')"),
        endless(RECEIVE + "self.data += part\nself.count += len(part)"),
    ],
)
def test_what_collects_until_the_end_of_the_stream(text):
    assert is_to_end(text)


@pytest.mark.parametrize(
    "text",
    [
        # left when a message is complete
        endless(RECEIVE + "data += part\nif data.endswith(b'x'):\n    break"),
        endless(RECEIVE + "data += part\nif len(data) >= size:\n    return"),
        endless("data += s.recv(9)", "len(data) < size"),
        endless("data += s.recv(9)", "b'x' not in data"),
        endless("part = s.recv(9)\ndata += part\nif len(part) < 9:\n    break"),
        # answered, shown, or given to somebody
        endless(RECEIVE + "data += part\ns.sendall(b'ok')"),
        endless(RECEIVE + "sys.stdout.write(part)"),
        endless(RECEIVE + "print(part)"),
        endless(RECEIVE + "queue.put(part)"),
        endless(RECEIVE + "self.show(part)"),
        endless(RECEIVE + "other.append(1)"),
        # looked at as it comes
        endless(RECEIVE + "data += part\nwhile b'x' in data:\n    line, data = split(data)"),
        endless(RECEIVE + "self.data += part\nself.show(self.data)"),
        endless("parts.append(part)\nprint(part)", "part := s.recv(9)"),
        endless("parts.append(part)\nprint(parts[-1])", "(part := s.recv(9)) != b''"),
        "for _ in range(9):\n    data += s.recv(9)",
    ],
)
def test_what_does_not(text):
    assert not is_to_end(text)


def test_a_loop_that_answers_sends():
    assert sends(loop_of(endless(RECEIVE + "if part:\n    conn.sendto(part, peer)"))[0])
    assert not sends(loop_of(endless(RECEIVE + "send(part)"))[0])
