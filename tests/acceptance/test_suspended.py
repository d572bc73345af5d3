"""The clock is set, or the computer has slept: what is recorded, shown and connected goes on."""

import sys
from contextlib import closing

import pytest

from socket_workbench import clock
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.window.pages import PAGES
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader

HOUR = 3600 * 10**9
JUMPS = [8 * HOUR, -24 * HOUR, 3 * 365 * 24 * HOUR, 0]
"""Nanoseconds that the system's clock is off, one after the other."""

PATIENCE = 40_000


@pytest.fixture
def set_clock(monkeypatch):
    """Sets the system's clock for this program: how far it is off. The monotonic one goes on."""
    offset = [0]
    before = clock.time_ns

    def time_ns():
        return before() + offset[0]

    for name, module in list(sys.modules.items()):
        if name.startswith("socket_workbench.") and getattr(module, "time_ns", None) is before:
            monkeypatch.setattr(module, "time_ns", time_ns)
    return lambda nanoseconds: offset.__setitem__(0, nanoseconds)


def test_a_session_survives_a_clock_that_jumps(qtbot, window, set_clock, own_home, tmp_path):
    server, client = window.board.add_server(), window.board.add_client()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("echo", {})
    client.options.set_values({**client.options.values(), "reconnect_interval": 0.05})
    server.start()
    qtbot.waitUntil(lambda: server.state is EndpointState.LISTENING, timeout=PATIENCE)
    client.address.set_text(str(server.running.bound))
    client.start()
    for jump in JUMPS:
        set_clock(jump)
        qtbot.waitUntil(lambda: client.state is EndpointState.CONNECTED, timeout=PATIENCE)
        before = window.log.model.rowCount()
        client.send_bar.message_ready.emit(Outgoing(b"hello"))
        qtbot.waitUntil(lambda before=before: window.log.model.rowCount() >= before + 4)
        for page in PAGES:
            window.card.show_page(page)
            window.card.grab()
        # The next connection is made after the jump: the pause does not go by that clock.
        old = {each.number for each in server.running.connections()}
        server.running.close_connections(old)
        qtbot.waitUntil(
            lambda old=old: any(each.number not in old for each in server.running.connections()),
            timeout=PATIENCE,
        )
    client.stop()
    (path,) = (own_home / "data").rglob("*.swb")
    with closing(Reader(path)) as reader:
        for name, form in export_formats().items():
            target = tmp_path / name
            assert not export(reader, None, form, target, lambda *_: None, lambda: False)
            assert target.stat().st_size > 0
