"""What is offered for each failure; that it helps is tested with real sockets below."""

import errno
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes import remedies as remedies_module
from socket_workbench.gui.panes.options.fields import ScaleField
from socket_workbench.gui.panes.remedies import address_mistake, address_remedies, remedies
from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.failures.errors import Action, SocketError, errno_name


class Wanted:
    """Stands for a signal, and notes what is emitted."""

    def __init__(self, done):
        self._done = done

    def emit(self, *arguments):
        _, endpoint = arguments
        self._done.append(("serve", str(endpoint)))


class FakePane:
    """A pane that notes what is done."""

    def __init__(self, *, is_live=False):
        self.done: list[object] = []
        self.is_live = is_live
        self.address = self
        self.server_requested = Wanted(self.done)

    def select_all(self):
        self.done.append("edit")

    def start(self):
        self.done.append("start")
        return True

    def start_at(self, endpoint):
        self.done.append(("start at", str(endpoint)))

    def start_with(self, options):
        self.done.append(("start with", dict(options)))


def offered(action, where, name, *, is_live=False):
    pane = FakePane(is_live=is_live)
    found = remedies(pane, SocketError(action, where, name, "A sentence."))
    for remedy in found:
        remedy.act()
    return list(zip([remedy.words for remedy in found], pane.done, strict=True))


@pytest.mark.parametrize(
    ("action", "where", "name", "words", "done"),
    [
        (Action.BIND, "tcp://127.0.0.1:80", "EADDRINUSE", "Use a free port", "tcp://127.0.0.1:0"),
        (Action.LISTEN, "udp://[::1]:9", "EADDRINUSE", "Use a free port", "udp://[::1]:0"),
        (Action.BIND, "tcp://127.0.0.1:80", "EACCES", "Use port 8080", "tcp://127.0.0.1:8080"),
        (
            Action.BIND,
            "tcp://192.0.2.1:80",
            "EADDRNOTAVAIL",
            "Use tcp://127.0.0.1:80",
            "tcp://127.0.0.1:80",
        ),
        (Action.BIND, "tcp://[2001:db8::1]:80", "EADDRNOTAVAIL", "Use tcp://[::1]:80", None),
        (Action.BIND, "tcp://[::1]:80", "EAFNOSUPPORT", "Use tcp://127.0.0.1:80", None),
        (Action.CONNECT, "tcp://224.0.0.1:9", "ENETUNREACH", "Use udp://224.0.0.1:9", None),
        (Action.CONNECT, "unix:///tmp/x", "EPROTOTYPE", "Use unixgram:///tmp/x", None),
        (Action.CONNECT, "unixgram:///tmp/x", "EPROTOTYPE", "Use unix:///tmp/x", None),
    ],
)
def test_another_address_is_started_at(action, where, name, words, done):
    expected = done or words.removeprefix("Use ")
    assert offered(action, where, name) == [(words, ("start at", expected))]


@pytest.mark.parametrize(
    ("action", "where", "name", "words", "done"),
    [
        (Action.LOOK_UP, "tcp://nowhere:1", "EAI_NONAME", "Change the address", "edit"),
        (Action.LOOK_UP, "tcp://nowhere:1", "EAI_AGAIN", "Try again", "start"),
        (Action.CONNECT, "tcp://127.0.0.1:0", "ECONNREFUSED", "Change the address", "edit"),
        (Action.CONNECT, "tcp://[fe80::1]:9", "EINVAL", "Change the address", "edit"),
        (Action.CONNECT, "tcp://192.0.2.1:9", "ETIMEDOUT", "Try again", "start"),
        (Action.CONNECT, "tcp://192.0.2.1:9", "EHOSTUNREACH", "Try again", "start"),
        (Action.CONNECT, "tcp://192.0.2.1:9", "ECONNREFUSED", "Try again", "start"),
        (Action.LISTEN, "tcp://127.0.0.1:9", "EMFILE", "Try again", "start"),
        (Action.BIND, "unix:///tmp/x", "EADDRINUSE", "Choose another path", "edit"),
        (Action.BIND, "unix:///srv/x", "EACCES", "Choose another path", "edit"),
        (Action.BIND, "unix:///no/x", "ENOENT", "Choose another path", "edit"),
        (Action.CONNECT, "unix:///srv/x", "EACCES", "Choose another path", "edit"),
        (
            Action.BIND_LOCAL,
            "tcp://192.0.2.1:9",
            "EADDRNOTAVAIL",
            "Use any local address",
            ("start with", {"local_host": ""}),
        ),
        (
            Action.BIND_LOCAL,
            "tcp://192.0.2.1:9",
            "EADDRINUSE",
            "Use any local port",
            ("start with", {"local_port": 0}),
        ),
    ],
)
def test_the_person_or_the_pane_does_it(action, where, name, words, done):
    assert offered(action, where, name) == [(words, done)]


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("tcp://127.0.0.1:9", "ECONNREFUSED"),
        ("tcp://localhost:9", "ECONNREFUSED"),
        ("unix:///tmp/x", "ENOENT"),
        ("unix:///tmp/x", "ECONNREFUSED"),
    ],
)
def test_where_nobody_listens_here_a_server_is_offered(where, name):
    served = ("Start a server here", ("serve", where))
    assert offered(Action.CONNECT, where, name) == [served]
    assert offered(Action.CONNECT, where, name, is_live=True) == [served]


def test_what_tries_again_by_itself_or_has_no_cause_offers_nothing():
    assert offered(Action.CONNECT, "tcp://192.0.2.1:9", "ECONNREFUSED", is_live=True) == []
    assert offered(Action.SEND, "127.0.0.1 somewhere", "EPIPE") == [("Try again", "start")]
    assert remedies(FakePane(), None) == []


@given(
    st.sampled_from(list(Action)),
    st.sampled_from(["tcp://a:1", "udp://[::1]:0", "unix:///x", "unixgram:///x", "peer", ""]),
    st.sampled_from([*map(errno_name, map(OSError, errno.errorcode)), "EAI_NONAME", "", "?"]),
    st.booleans(),
)
def test_every_failure_has_short_offers_that_can_be_done(action, where, name, is_live):
    for words, done in offered(action, where, name, is_live=is_live):
        assert 0 < len(words) <= 40
        if done[0] == "start at":
            assert str(parse_endpoint(done[1])) == done[1]


def test_an_address_in_another_spelling_is_offered_in_ours():
    used: list[str] = []
    (remedy,) = address_remedies("127.0.0.1 21002", used.append)
    remedy.act()
    assert used == ["127.0.0.1:21002"]
    assert remedy.words == "Use 127.0.0.1:21002"
    assert address_mistake(used[0]) == ""
    assert address_remedies("a b c", used.append) == []


@pytest.mark.parametrize("text", ["13145", "localhost:80", "udp://[::1]:9", "unix:///tmp/x"])
def test_an_address_has_no_mistake(text):
    assert address_mistake(text) == ""


@pytest.mark.parametrize("text", ["", "tcp://host:70000", "nonsense://x:1"])
def test_a_mistake_is_a_sentence(text):
    assert len(address_mistake(text)) > 10


def test_where_there_are_no_unix_sockets_their_addresses_have_the_reason_for_a_mistake(monkeypatch):
    monkeypatch.setattr(remedies_module, "unix_supported", lambda: "There are none here.")
    assert address_mistake("unix:///tmp/x") == "There are none here."
    assert address_mistake("tcp://127.0.0.1:1") == ""


# With real panes and sockets


def remedy_of(pane, qtbot):
    return lambda: qtbot.mouseClick(pane.notice.remedies()[0], Qt.MouseButton.LeftButton)


def test_a_free_port_is_used_instead_of_one_in_use(qtbot, server_pane, listener, until):
    server_pane.resize(700, 400)
    port = listener.getsockname()[1]
    server_pane.address.set_text(f"tcp://127.0.0.1:{port}")
    assert server_pane.start()
    until(lambda: server_pane.notice.remedies())
    remedy_of(server_pane, qtbot)()
    until(lambda: server_pane.state is EndpointState.LISTENING)
    assert server_pane.running.bound.port != port
    assert server_pane.notice.isHidden()


def test_a_mistyped_address_is_mended_and_moves_nothing(qtbot, client_pane, until):
    client_pane.resize(700, 400)
    before = client_pane.send_bar.geometry()
    client_pane.address.set_text("127.0.0.1 9")
    assert not client_pane.start()
    assert client_pane.notice.isVisible()
    assert client_pane.send_bar.geometry() == before
    remedy_of(client_pane, qtbot)()
    assert client_pane.address.text() == "127.0.0.1:9"
    assert client_pane.notice.isHidden()


def test_a_local_port_in_use_is_given_up(qtbot, client_pane, listener, until):
    client_pane.resize(700, 400)
    port = listener.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as other:
        client_pane.address.set_text(f"127.0.0.1:{other.getsockname()[1]}")
        client_pane.options.set_values({"local_host": "127.0.0.1", "local_port": port})
        assert client_pane.start()
        until(lambda: client_pane.notice.remedies())
        assert client_pane.notice.remedies()[0].text() == "Use any local port"
        remedy_of(client_pane, qtbot)()
        until(lambda: client_pane.state is EndpointState.CONNECTED)


def test_an_invalid_option_is_shown_and_given_the_focus(qtbot, client_pane):
    client_pane.resize(700, 400)
    client_pane.options.more_button.click()
    fields = {one.accessibleName(): one for one in client_pane.findChildren(ScaleField)}
    field = fields["Connect timeout"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "soon")
    client_pane.options.more_button.click()
    assert not client_pane.start()
    assert "soon" in client_pane.notice.text()
    remedy_of(client_pane, qtbot)()
    assert field.isVisible()
    assert client_pane.focusWidget() is field or field.isAncestorOf(client_pane.focusWidget())
