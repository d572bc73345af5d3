"""A window whose endpoints are stepped."""

import socket

import pytest

from socket_workbench.gui.window.pages import STEPS


class Lecture:
    """Starts servers and clients in step mode, and steps them."""

    def __init__(self, window, until, peers):
        self.window = window
        self.stepping = window.step_control.stepping
        self.until = until
        self._peers = peers

    @property
    def page(self):
        return self.window.card.page(STEPS)

    def server(self, address="tcp://127.0.0.1:0", dialogue="echo", **options):
        pane = self.window.board.add_server()
        pane.address.set_text(address)
        pane.options.set_values(options)
        pane.dialogue.set_choice(dialogue, {})
        assert pane.start()
        return pane

    def client(self, server):
        pane = self.window.board.add_client()
        pane.address.set_text(str(server.running.bound))
        assert pane.start()
        return pane

    def calls(self, pane=None):
        held = self.stepping.held()
        names = [row.call.partition("(")[0] for row in held if pane in (None, self.of(row))]
        return sorted(names)

    def of(self, row):
        return next(pane for pane in self.window.board.panes() if pane.name == row.endpoint)

    def wait(self, pane, *names):
        self.until(lambda: self.calls(pane) == sorted(names))

    def step(self, pane, name):
        call = next(call for call in pane.running.gate.held() if call.name == name)
        assert pane.running.gate.step(call.number)

    def listening(self, **settings):
        """Start a server and step it until `accept` is held."""
        pane = self.server(**settings)
        self.until(lambda: pane.running is not None and pane.running.gate.count)
        pane.running.gate.go_on(until="accept")
        self.wait(pane, "accept")
        return pane

    def connect(self, pane, count=1):
        bound = pane.running.bound
        peers = [socket.create_connection((bound.host, bound.port), 10) for _ in range(count)]
        self._peers += peers
        return peers


@pytest.fixture
def lecture(window, until):
    peers: list[socket.socket] = []
    window.step_control.toggle()
    yield Lecture(window, until, peers)
    for peer in peers:
        peer.close()
