"""A page of the ladder with the rows that a log shows, and a conversation to be shown."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.ladder.page import LadderPage, open_page
from socket_workbench.gui.log.model import LogModel
from socket_workbench.journal.event import Kind


@pytest.fixture
def converse(recording):
    """Records messages there and back, and returns how many rows there are."""

    def converse(count: int) -> int:
        rows: int = recording.count
        for number in range(count):
            rows = recording.add(
                (recording.client, Kind.SENT, b"ask %d" % number),
                (recording.accepted, Kind.RECEIVED, b"ask %d" % number),
                (recording.accepted, Kind.SENT, b"answer %d" % number),
                (recording.client, Kind.RECEIVED, b"answer %d" % number),
            )
        return rows

    return converse


@pytest.fixture
def log(reader, page_context):
    """The model that the log page shares."""
    return LogModel(reader)


@pytest.fixture
def make_page(qtbot, page_context, log):
    """Makes a page of what was recorded before; returns it when all is read."""
    pages: list[tuple[QWidget, LadderPage]] = []

    def make_page(count: int, *, selected: int | None = None):
        log.grow(count)
        bar = FilterBar(page_context.sources)
        shown = page_context.part(list)
        context = page_context._replace(parts=lambda: (shown, log, bar), selected=lambda: selected)
        window = QWidget()
        qtbot.addWidget(window)
        page = open_page(context)
        column = QVBoxLayout(window)
        for each in (*page.tools, page):
            column.addWidget(each)
        window.resize(1000, 700)
        with qtbot.waitExposed(window):
            window.show()
        # Qt's parents do not keep what Python has made.
        pages.append((window, page))
        qtbot.waitUntil(lambda: page.view.count == log.rowCount())
        return page

    yield make_page
    for _, page in pages:
        page.close_page()
