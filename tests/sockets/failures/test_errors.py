import errno
import os
import socket

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import (
    Action,
    Interrupted,
    SocketError,
    TooManyFilesError,
    connect_failure,
    errno_name,
    explain,
)

SERVER = Endpoint(Transport.TCP, "127.0.0.1", 80)


def system_error(number):
    return OSError(number, os.strerror(number))


def test_an_error_holds_what_was_tried_and_where():
    error = explain(system_error(errno.ECONNREFUSED), Action.CONNECT, SERVER)

    assert (error.action, error.endpoint) == (Action.CONNECT, "tcp://127.0.0.1:80")
    assert error.errno_name == "ECONNREFUSED"
    assert str(error) == error.sentence
    assert "Nothing listens at tcp://127.0.0.1:80" in error.sentence
    assert (error.sent, error.is_transient) == (0, False)


def test_a_peer_may_stand_for_an_endpoint():
    error = explain(system_error(errno.ECONNRESET), Action.RECEIVE, "127.0.0.1:51342")

    assert error.endpoint == "127.0.0.1:51342"
    assert error.sentence.startswith("127.0.0.1:51342 reset the connection")


@pytest.mark.parametrize(
    ("number", "action", "kind"),
    [
        (errno.EMFILE, Action.ACCEPT, TooManyFilesError),
        (errno.ENFILE, Action.CONNECT, TooManyFilesError),
        (errno.ENOBUFS, Action.ACCEPT, TooManyFilesError),
        (errno.ENOMEM, Action.ACCEPT, TooManyFilesError),
        (errno.ENOBUFS, Action.SEND, SocketError),
        (errno.ECONNABORTED, Action.ACCEPT, SocketError),
    ],
)
def test_shortages_have_a_class_of_their_own(number, action, kind):
    assert type(explain(system_error(number), action, SERVER)) is kind


def test_every_reason_has_a_sentence_for_every_action():
    for number in errno.errorcode:
        for action in Action:
            error = explain(system_error(number), action, SERVER, size=70_000, limit=65_507)
            assert error.errno_name == system.error_name(number)
            assert len(error.sentence) > 20
            assert error.sentence.endswith(".")


@pytest.mark.needs("unix sockets")
def test_every_reason_has_a_sentence_for_paths(folder):
    where = Endpoint(Transport.UNIX_STREAM, path=f"{folder}/e.sock")
    for number in errno.errorcode:
        for action in Action:
            assert explain(system_error(number), action, where).sentence.endswith(".")


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(errno.EPIPE, "x"), "EPIPE"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "EAI_NONAME"),
        (TimeoutError("timed out"), "ETIMEDOUT"),
        (OSError("AF_UNIX path too long"), ""),
        (OSError(987_654, "x"), "987654"),
    ],
)
def test_the_name_of_the_reason(error, name):
    assert errno_name(error) == name


def test_an_interruption_is_no_socket_error():
    assert not isinstance(Interrupted(), SocketError)
    assert Interrupted(5).sent == 5
    assert str(Interrupted()) == "Stopped on purpose."


def failure(name):
    return SocketError(Action.CONNECT, "tcp://both:80", name, f"It was {name}.")


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["ENETUNREACH", "ECONNREFUSED"], "ECONNREFUSED"),
        (["ECONNREFUSED", "ETIMEDOUT"], "ECONNREFUSED"),
        (["EHOSTUNREACH", "ETIMEDOUT"], "ETIMEDOUT"),
        (["EADDRNOTAVAIL", "ENETUNREACH"], "ENETUNREACH"),
        (["EAFNOSUPPORT", "EADDRINUSE"], "EADDRINUSE"),
        (["EACCES", "EPERM"], "EACCES"),
    ],
)
def test_of_several_failures_the_most_informative_is_shown_with_all_addresses(names, shown):
    error = connect_failure([failure(name) for name in names], ["[::1]:80", "127.0.0.1:80"])

    assert str(error) == f"It was {shown}. Tried: [::1]:80, 127.0.0.1:80."
    assert (error.errno_name, error.endpoint) == (shown, "tcp://both:80")
    assert error.action is Action.CONNECT


def test_a_single_failure_is_shown_as_it_is():
    only = failure("ECONNREFUSED")

    assert connect_failure([only], ["127.0.0.1:80"]) is only
