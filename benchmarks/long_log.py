"""What a long session costs: run inside the window's process, see `window`."""

import threading
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEventLoop

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.log.filtering import Filtering
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter

SCROLL_SECONDS = 2.0
RARE = "message 77 "
"""In one event of a million."""


class Filling:
    """Appends echoes to a journal, from a thread as a connection's loop does."""

    def __init__(self, journal, events):
        self._journal = journal
        self._events = events
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def is_done(self):
        """Whether all events are appended."""
        return not self._thread.is_alive()

    def _run(self):
        journal = self._journal
        source = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1", 1, "local", "peer")
        for number in range(self._events // 2):
            message = b"message %d of sixty-four bytes or so, and a little more" % (
                number % 1_000_000
            )
            journal.append(source.number, Kind.RECEIVED, message)
            journal.append(source.number, Kind.SENT, message)
        journal.flush()


def look_through(path):
    """Open, filter, search and scroll a session; returns seconds, and pictures a second."""
    began = monotonic()
    card = RecordCard(path, (LOG,))
    view = card.page(LOG).view
    card.resize(1200, 800)
    card.show()
    QCoreApplication.processEvents()
    view.viewport().repaint()
    opened = monotonic() - began
    pictures, began = 0, monotonic()
    bar = view.verticalScrollBar()
    while monotonic() - began < SCROLL_SECONDS:
        pictures += 1
        bar.setValue(bar.maximum() // 2 + pictures * bar.pageStep())
        view.viewport().repaint()
    frames = pictures / (monotonic() - began)
    card.hide()
    card.close_pages()
    card.deleteLater()
    return {
        "open": opened,
        "scroll": frames,
        "filter": _filtering(path, Filter(kinds=frozenset((Kind.SENT,)))),
        "find": _filtering(path, Filter(text=RARE)),
    }


def _filtering(path, wanted):
    """Return the seconds until a filter has found all."""
    reader = Reader(path)
    model = LogModel(reader)
    log_filter = Filtering(path, model)
    began = monotonic()
    log_filter.apply(wanted)
    while log_filter.is_searching:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    took = monotonic() - began
    log_filter.close()
    reader.close()
    return took
