import errno
import socket

import pytest

from socket_workbench.journal.call_record import CallRecord, call_text
from socket_workbench.watch.call_words import call_words, result_words
from socket_workbench.watch.model import STREAM, Call, CallError, End, Process

PEER = ("127.0.0.1", 80)


def made(name, *arguments, options=(), sent=None, **outcome):
    end = End(2, STREAM, 3, 1, 0)
    return Call(
        Process(1), 1, "t", 1, end, name, arguments, options, None, sent, None, 1, **outcome
    )


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (made("socket", int(socket.AF_INET), int(socket.SOCK_STREAM), 6),
         "socket(AF_INET, SOCK_STREAM, 6)"),
        (made("socket", options=(("family", 10), ("type", 77))),
         "socket(family=AF_INET6, type=77)"),
        (made("setsockopt", 1, 2, 1), "setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)"),
        (made("setsockopt", "x"), "setsockopt('x')"),
        (made("shutdown", 1), "shutdown(SHUT_WR)"),
        (made("bind", PEER), "bind(('127.0.0.1', 80))"),
        (made("bind", "127.0.0.1", 80), "bind('127.0.0.1', 80)"),
        (made("recv", 10), "recv(10)"),
        (made("recv", 10, int(socket.MSG_PEEK)), "recv(10, MSG_PEEK)"),
        (made("recv_into", "\0<memory>", 10), "recv_into(b'', 10)"),
        (made("send", sent=(2, b"hi")), "send(b'')"),
        (made("send", int(socket.MSG_OOB), sent=(2, b"hi")), "send(b'', MSG_OOB)"),
        (made("sendto", PEER, sent=(2, b"hi")), "sendto(b'', ('127.0.0.1', 80))"),
        (made("sendmsg", sent=(2, b"hi")), "sendmsg([b''])"),
        (made("send", "text →"), "send('text \\u2192')"),
        (made("settimeout", 0.5), "settimeout(0.5)"),
        (made("bind", b""), "bind(bytes())"),
    ],
)  # fmt: skip
def test_calls_are_written_as_in_a_program(call, words):
    assert call_words(call) == words
    text = call_text(call_words(call), "None", 0, "t", 1, 1)
    arguments = CallRecord.read(text).members()["arguments"]
    assert isinstance(arguments, list)
    assert len(arguments) == len(call.arguments) + (call.payload is not None)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (made("recv", 9, received=(2, b"hi")), "b''"),
        (made("recvfrom", 9, received=(2, b"hi"), result=(PEER,)), "(b'', ('127.0.0.1', 80))"),
        (made("recv_into", 9, received=(2, b"hi"), result=2), "2"),
        (made("socket", result=7), "socket(fileno=7)"),
        (made("accept", result=(End(2, STREAM, 9, 1, 0), PEER)),
         "(socket(fileno=9), ('127.0.0.1', 80))"),
        (made("socketpair", result=(End(1, STREAM, 9, 1, 0), None)),
         "(socket(fileno=9), socket(fileno=-1))"),
        (made("sendall"), "None"),
        (made("recv", 9, error=CallError("ConnectionResetError", "", errno.ECONNRESET)),
         "ECONNRESET"),
        (made("recv", 9, error=CallError("timeout", "timed out", None)), "TimeoutError"),
        (made("recv", 9, error=CallError("not a name", "", None)), "Exception"),
    ],
)  # fmt: skip
def test_results_are_written_as_in_a_program(call, words):
    assert result_words(call) == words
