"""The program's window in a process that reports stalls and memory.

`python -m benchmarks.window LIMIT --serve tcp://127.0.0.1:0 --dialogue echo` opens the window as
`socket-workbench` does, with a capture limit (0 for none) and a clock beside it. It prints the port
of its first server as a line, then answers each line on its standard input with a line of JSON:
`begin` forgets what was seen so far, `report` says how things stand, `fill N` makes N events,
`look` goes through the log of them, `states` shows the page of sockets' states and says what
looking at sockets has taken so far, `close` closes the window.
"""

import json
import resource
import sqlite3
import sys
from array import array
from collections import Counter
from contextlib import closing
from time import monotonic, thread_time
from unittest.mock import patch

from PySide6.QtCore import QSocketNotifier, Qt, QTimer, Slot

from benchmarks.long_log import Filling, look_through
from benchmarks.machine import memory
from socket_workbench.cli import command_line as arguments
from socket_workbench.cli.output.output import Output
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.session import session as session_module
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.session.socket_states import SocketStates
from socket_workbench.gui.start import application
from socket_workbench.gui.start.beginning import begin
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.gui.window.pages import PAGES
from socket_workbench.journal.storage.segment import pair_at, unpack_marks, unpack_pairs

BEAT = 0.005
"""Seconds between two ticks; the time by which a tick is late is a stall."""

(STATES,) = [page for page in PAGES if page.key == "states"]


class WatchedStates(SocketStates):
    """The states of sockets, and what it takes to know them.

    Attributes:
        looking: the CPU seconds of looking, and of telling panes and page; not of painting them.
    """

    looking = 0.0

    @Slot(object)
    def _on_job_told(self, sighting):
        began = thread_time()
        super()._on_job_told(sighting)
        self.looking += thread_time() - began + sighting.seconds


class WatchedWindow(MainWindow):
    """The window, and how late its event loop is."""

    def __init__(self, session, theme):
        super().__init__(session, theme)
        self._lateness = []
        self._last = monotonic()
        self._told_port = False
        self._filling = None
        self._beat = QTimer(self, interval=round(BEAT * 1000))
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat_timeout)
        self._beat.start()
        self._wishes = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._wishes.activated.connect(self._on_wishes_activated)

    def _on_beat_timeout(self):
        now = monotonic()
        self._lateness.append(max(now - self._last - BEAT, 0))
        self._last = now
        if not self._told_port:
            self._tell_port()
        if self._filling is not None and self._filling.is_done:
            self._filling = None
            self._answer({"grown": memory() - self._before})

    def _tell_port(self):
        for server in self._servers():
            if server.bound is not None:
                self._told_port = True
                print(server.bound.port, flush=True)

    def _servers(self):
        panes = [pane for pane in self.board.panes() if isinstance(pane, ServerPane)]
        return [pane.running for pane in panes if pane.running is not None]

    def _on_wishes_activated(self):
        wish = sys.stdin.readline().strip()
        if wish == "begin":
            self._lateness = []
            self._answer({})
        elif wish == "report":
            self._answer(self._report())
        elif wish.startswith("fill "):
            self._before = memory()
            self._filling = Filling(self._session.journal, int(wish.split()[1]))
        elif wish == "look":
            self._answer(look_through(self._session.path))
        elif wish == "states":
            self.card.show_page(STATES)
            sockets = self._session.sockets
            assert isinstance(sockets, WatchedStates)
            self._answer({"looking": sockets.looking})
        else:
            self.close()

    def _report(self):
        lateness = sorted(self._lateness) or [0.0]
        self._session.journal.flush()
        return {
            "stall_p99": lateness[int(len(lateness) * 0.99)] * 1000,
            "stall_worst": lateness[-1] * 1000,
            "memory": memory(),
            "dropped": sum(server.traffic().dropped for server in self._servers()),
            **recorded(self._session.path),
        }

    def _answer(self, answer):
        print(json.dumps(answer), flush=True)


def recorded(path):
    """Count events, and the bytes of payload received and sent, in a journal."""
    events: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    with closing(sqlite3.connect(path)) as database:
        for count, pairs, marks, lengths in database.execute(
            "SELECT count, pairs, marks, lengths FROM segments"
        ):
            numbers = array("I", lengths)
            pairs = unpack_pairs(pairs)
            kinds = [pair_at(pairs, mark)[1].word for mark in range(len(pairs))]
            marks = unpack_marks(marks, len(pairs), count)
            for mark, number in Counter(marks).items():
                events[kinds[mark]] += number
            for mark, length in zip(marks, numbers, strict=True):
                sizes[kinds[mark]] += length
    return {
        "events": sum(events.values()),
        "received_bytes": sizes["received"],
        "sent_bytes": sizes["sent"],
    }


def main():
    """Open the window as the command line does."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # The folder of settings belongs to this process alone.
    SessionSettings(capture_limit=int(sys.argv[1]) or None).keep(Settings())
    with (
        patch.object(application, "MainWindow", WatchedWindow),
        patch.object(session_module, "SocketStates", WatchedStates),
    ):
        parsed = arguments.parse(["--new-window", *sys.argv[2:]])
        begun = begin(parsed, monotonic())
        assert begun is not None
        return application.open_window(begun, parsed, Output().complain)


if __name__ == "__main__":
    sys.exit(main())
