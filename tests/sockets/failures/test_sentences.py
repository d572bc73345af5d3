import errno
import os
import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.sentences import lookup_sentence, sentence

TCP = Endpoint(Transport.TCP, "example.com", 80)
UDP = Endpoint(Transport.UDP, "192.0.2.1", 9)
GROUP = Endpoint(Transport.TCP, "224.0.0.1", 9)
MAPPED = Endpoint(Transport.TCP, "::ffff:127.0.0.1", 9)
NO_PORT = Endpoint(Transport.TCP, "127.0.0.1", 0)
PEER = "192.0.2.1:51342"


def say(number, action, where=TCP, size=0, limit=0):
    return sentence(Failure(OSError(number, os.strerror(number)), action, where, size, limit))


@pytest.mark.parametrize(
    ("number", "action", "where", "what", "next_step"),
    [
        pytest.param(
            *(errno.EACCES, Action.LISTEN, TCP),
            *("Port 80 is kept for the administrator", "such as 8080"),
            marks=pytest.mark.needs("ports of administrators"),
        ),
        (errno.EACCES, Action.CONNECT, TCP, "The system does not allow this", "firewall"),
        (errno.EACCES, Action.SEND, UDP, "broadcast", "check both"),
        (errno.EPERM, Action.SEND, PEER, f"not allow this with {PEER}", "firewall"),
        (
            errno.EADDRNOTAVAIL,
            Action.LISTEN,
            TCP,
            "not an address of this",
            "Use tcp://127.0.0.1:80",
        ),
        (errno.EADDRNOTAVAIL, Action.CONNECT, TCP, "no address, or no free port", "wait a minute"),
        (errno.EADDRINUSE, Action.CONNECT, TCP, "held by an earlier one", "choose local port 0"),
        (errno.EAFNOSUPPORT, Action.LISTEN, TCP, "cannot use addresses such", "Use tcp://127"),
        (errno.ECONNREFUSED, Action.CONNECT, TCP, "was refused", "Start the server first"),
        (errno.ECONNREFUSED, Action.RECEIVE, UDP, "port is unreachable", "Start the server there"),
        (errno.EHOSTUNREACH, Action.CONNECT, TCP, "no way from here to tcp", "Check the address"),
        (errno.ENETUNREACH, Action.SEND, UDP, "no way from here to udp", "Check the address"),
        (errno.ETIMEDOUT, Action.CONNECT, TCP, "did not answer in time", "firewall"),
        (errno.ECONNRESET, Action.RECEIVE, PEER, f"{PEER} reset the connection", "Connect again"),
        (errno.ECONNABORTED, Action.RECEIVE, PEER, "reset the connection", "Connect again"),
        (errno.EPIPE, Action.SEND, PEER, f"{PEER} takes no more bytes", "Connect again"),
        (errno.ENOTCONN, Action.SEND, PEER, f"no connection with {PEER}", "Connect, then"),
        (errno.EDESTADDRREQ, Action.SEND, "unnamed", "nowhere to send", "has to bind a path"),
        (errno.EMFILE, Action.ACCEPT, TCP, "Too many files", "ulimit -n"),
        (
            errno.ENFILE,
            Action.CONNECT,
            TCP,
            "too many files and connections",
            "Close some programs",
        ),
        (errno.ETIMEDOUT, Action.SEND, PEER, f"{PEER} answers no more", "connect again"),
        (errno.EMSGSIZE, Action.RECEIVE, PEER, "A datagram sent before was larger", "Send less"),
        (errno.ENETUNREACH, Action.CONNECT, GROUP, "stands for several", "udp://224.0.0.1:9."),
        (errno.EINVAL, Action.LISTEN, MAPPED, "an IPv4 address in the form of", "127.0.0.1:9."),
        (errno.ECONNREFUSED, Action.CONNECT, NO_PORT, "at port 0", "Write the port"),
        (errno.EINVAL, Action.SEND, PEER, "Invalid argument (EINVAL)", PEER),
        (errno.ENOBUFS, Action.SEND, UDP, "no memory left", "try again"),
    ],
)
def test_what_was_wrong_and_what_to_do_next(number, action, where, what, next_step):
    said = say(number, action, where)

    assert what in said
    assert next_step in said


def test_a_datagram_that_is_too_large_names_size_and_limit():
    said = say(errno.EMSGSIZE, Action.SEND, UDP, 70_000, 65_507)

    assert said == "The datagram has 70000 bytes, and at most 65507 fit. Send less at a time."


def test_a_datagram_that_only_this_way_cannot_take():
    said = say(errno.EMSGSIZE, Action.SEND, UDP, 9_000, 65_507)

    assert "9000 bytes is larger than the way to udp://192.0.2.1:9 allows" in said


def test_high_ports_are_not_said_to_be_the_administrators():
    said = say(errno.EACCES, Action.LISTEN, Endpoint(Transport.TCP, "127.0.0.1", 8080))

    assert "administrator" not in said


@pytest.mark.needs("unix sockets")
def test_a_kind_of_socket_that_a_path_cannot_have():
    said = say(errno.EAFNOSUPPORT, Action.LISTEN, Endpoint(Transport.UNIX_STREAM, path="/tmp/x"))

    assert "(EAFNOSUPPORT)" in said


def test_a_file_that_is_no_socket_refuses(folder):
    (folder / "file").write_text("")
    where = Endpoint(Transport.UNIX_STREAM, path=f"{folder}/file")

    assert "not a socket but another kind of file" in say(errno.ECONNREFUSED, Action.CONNECT, where)


def test_lookups_have_their_own():
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "known by the name 'example.com'" in sentence(Failure(error, Action.LOOK_UP, TCP))


def test_a_timeout_of_pythons_own_has_no_number():
    said = sentence(Failure(TimeoutError("timed out"), Action.CONNECT, TCP))

    assert "did not answer in time" in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EXDEV, "Odd"), "Odd (EXDEV)"),
        (OSError(987_654, "Odder"), "Odder (987654)"),
        (OSError("no number at all"), "no number at all"),
    ],
)
def test_unexpected_reasons_keep_the_systems_words(error, words):
    said = sentence(Failure(error, Action.SEND, PEER))

    assert PEER in said
    assert words in said


def test_sentences_are_translated(pseudo_language):
    for number in (errno.ECONNREFUSED, errno.EPIPE, errno.EXDEV):
        assert say(number, Action.SEND).startswith("⟦")


@pytest.mark.parametrize(
    ("number", "host", "expected"),
    [
        (socket.EAI_NONAME, "nosuch", "No computer is known by the name 'nosuch'."),
        (socket.EAI_NODATA, "nosuch", "No computer is known by the name 'nosuch'."),
        (socket.EAI_NONAME, "localhost.", "No computer is known by the name 'localhost.'."),
        (socket.EAI_AGAIN, "nosuch", "because no name server answers"),
        (socket.EAI_FAIL, "nosuch", "could not be looked up (why)"),
        (socket.EAI_NONAME, "fe80::1%eth9", "a network interface that this computer does not"),
    ],
)
def test_why_a_name_was_not_found(number, host, expected):
    where = Endpoint(Transport.TCP, host, 80)
    said = lookup_sentence(Failure(socket.gaierror(number, "why"), Action.LOOK_UP, where))

    assert expected in said
    assert host in said
