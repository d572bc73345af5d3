"""What the pictures of a long session's ladder cost: run in a process of its own.

`python -m benchmarks.ladder EVENTS` records so many events of eight connections, whose messages and
addresses are what a hostile peer would choose, and shows their ladder. It prints a line of JSON: by
how it was moved, the CPU milliseconds that the window's thread took for each picture; and the
megabytes that the process has grown by.
"""

import json
import random
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import thread_time

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.machine import memory
from socket_workbench.clock import time_ns
from socket_workbench.gui.ladder.indexing import LadderIndexing
from socket_workbench.gui.ladder.view import LadderView
from socket_workbench.gui.log.filtering import Filtering
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.looks.palette import STYLE
from socket_workbench.gui.looks.theme import Scheme, Theme
from socket_workbench.journal.call_record import call_text
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter
from socket_workbench.journal.storage.store import Store

CONNECTIONS = 8
PICTURES = 100
SIZE = 1920, 1000
WHEEL = 3
"""Rows that a notch of the wheel moves."""

EXCHANGE = 6
"""Events of a question and its answer."""

RARE = "rare needle"
RARE_EACH = 1000
"""Exchanges after which there is one with `RARE`."""

MESSAGES = (
    b"GET /index.html HTTP/1.1\r\nHost: example.org\r\n\r\n",
    b"\x1b]0;owned\x07\x1b[2J\x1b[31m\x00\x08\x08\x7f",
    "\u202etxt.exe\u2066\u200f\u061c \u2028\u2029\ufeff".encode(),
    ("Z" + "\u0300\u0316\u0489" * 60).encode(),
    "漢字仮名交じり文とハングル한글と絵文字👩‍👩‍👧‍👦🏳️‍🌈".encode(),
    bytes(range(256)),
    b"\xff\xfe\xed\xa0\x80\xc0\xaf" * 30,
    b"<b>&amp;</b><script>alert(1)</script>" + b"%s" * 40,
    b"A" * 3000,
)
LONG = "/tmp/" + "ディレクトリ\x1b[31m\u202e" * 40
ENDS = (
    ("tcp://[fe80::1234:5678:9abc:def0%a-long-interface]:13145", "[fe80::1234:5678:9abc:def0%x]"),
    (f"unix://{LONG}.socket", LONG),
)

FILTERS = {
    "a third of the rows": Filter(kinds=frozenset((Kind.CALL,))),
    "messages of one connection": Filter(
        kinds=frozenset((Kind.SENT, Kind.RECEIVED)), connections=frozenset((1, 2))
    ),
    "one row of a thousand": Filter(text=RARE),
}


def record(path, events):
    """Record exchanges on all connections in turn."""
    journal = Journal([Store(path)])
    ends = []
    for place in range(CONNECTIONS):
        endpoint, host = ENDS[place % len(ENDS)]
        name = f"client {place} \u202e\x1b[1m漢字 {'x' * 200}"
        ours, theirs = f"{host}:{50_000 + place}", f"{host}:13145"
        number, other = journal.next_connection(), journal.next_connection()
        accepted = journal.add_source(Role.SERVER, "server", endpoint, number, theirs, ours)
        connected = journal.add_source(Role.CLIENT, name, endpoint, other, ours, theirs)
        ends.append((accepted.number, connected.number))
    messages = cycle(MESSAGES)
    for exchange in range(events // EXCHANGE):
        server, client = ends[exchange % CONNECTIONS]
        message = next(messages)
        if exchange % RARE_EACH == 0:
            message = f"{RARE} {exchange}".encode()
        size = len(message)
        journal.append(client, Kind.SENT, message)
        text = call_text("send(b'')", str(size), 9_000, "client", 1, 2 * exchange)
        journal.append_repeated(time_ns(), client, Kind.CALL, message, text)
        text = call_text("recv(65536)", "b''", 3_000_000, "connection", 1, 2 * exchange + 1)
        journal.append_repeated(time_ns(), server, Kind.CALL, message, text)
        journal.append(server, Kind.RECEIVED, message)
        journal.append(server, Kind.SENT, message)
        journal.append(client, Kind.RECEIVED, message)
    journal.close()


class Ladder:
    """The ladder of a recorded session, moved and painted.

    Args:
        path: the session's file.

    Attributes:
        costs: by how it was moved, the milliseconds of CPU that each picture took.
    """

    def __init__(self, path):
        self.costs = {}
        self._reader = Reader(path)
        count = self._reader.count()
        self._model = LogModel(self._reader)
        self._filtering = Filtering(path, self._model)
        self._indexing = LadderIndexing(path)
        self._view = LadderView(self._reader, self._model, self._indexing.index)
        self._model.modelReset.connect(self._view.show_anew)
        self._model.rowsInserted.connect(self._view.grow)
        self._view.resize(*SIZE)
        self._view.show()
        self._indexing.extend(count)
        wait_until(lambda: self._indexing.index.count == count)
        self._view.is_ready = True
        self._view.grow()

    def close(self):
        """Close it."""
        self._filtering.close()
        self._indexing.close()
        self._view.close()
        self._reader.close()

    def filter(self, wanted):
        """Show the rows that a filter finds; None for all."""
        self._filtering.apply(wanted)
        wait_until(lambda: not self._filtering.is_searching)

    def set_to_scale(self, to_scale):
        """Show rows as far apart as in time, or evenly spaced."""
        self._view.set_to_scale(to_scale)

    def move(self, title):
        """Scroll by the wheel, to any place, and from one end to the other."""
        bar, chance = self._view.verticalScrollBar(), random.Random(1)
        most, step = bar.maximum(), WHEEL * bar.singleStep()
        moves = {
            "wheel": [min(most // 2 + step * place, most) for place in range(PICTURES)],
            "any place": [chance.randrange(most + 1) for _ in range(PICTURES)],
            "dragged": [most * place // PICTURES for place in range(PICTURES)],
        }
        for move, places in moves.items():
            self._paint(bar, most // 3)
            painted = [cost for place in places for cost in self._paint(bar, place)]
            self.costs[f"{title}: {move}"] = painted

    def _paint(self, bar, place):
        """Go to a place; returns what each picture took until all that is seen was painted."""
        costs = []
        began = thread_time()
        bar.setValue(place)
        while True:
            self._view.viewport().repaint()
            costs.append(1000 * (thread_time() - began))
            scene = self._view.scene
            if scene is None or scene.is_whole:
                return costs
            began = thread_time()


def wait_until(true):
    """Let the window and its jobs go on until something is true."""
    while not true():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main():
    """Measure, and print what came of it."""
    application = QApplication([])
    application.setStyle(STYLE)
    Theme(application).set_scheme(Scheme.LIGHT)
    with tempfile.TemporaryDirectory(prefix="socket-workbench-bench-") as folder:
        path = Path(folder) / "session.workbench"
        record(path, int(sys.argv[1]))
        before = memory()
        ladder = Ladder(path)
        ladder.move("evenly spaced")
        ladder.set_to_scale(True)
        ladder.move("to scale")
        ladder.set_to_scale(False)
        for title, wanted in FILTERS.items():
            ladder.filter(wanted)
            ladder.move(title)
        grown = (memory() - before) / 1e6
        ladder.close()
    print(json.dumps({"costs": ladder.costs, "grown": grown}))


if __name__ == "__main__":
    main()
