"""A session, a theme, a window and a journal for the tests of the window's parts."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.page import Page, PageContext, PageRecord
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window import ending
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.gui.window.pages import RECORDED_PAGES
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store

PATIENCE = 20
ADDRESS = "tcp://127.0.0.1:13145"
START = 1_700_000_000_000_000_000
STEP = 1_000_000


@pytest.fixture
def session(qtbot) -> Iterator[Session]:
    session = Session()
    yield session
    try:
        assert session.threads.wait_all(PATIENCE) == []
    finally:
        # What a test that has failed leaves running must not keep later ones from ending.
        session.close()
        QCoreApplication.processEvents()


@pytest.fixture
def remove_panes():
    """Removes all panes of a board."""

    def remove(board: PaneBoard) -> None:
        board.portions.drop()
        for area in (board.clients, board.servers):
            for pane in area.panes():
                area.remove(pane)

    return remove


@pytest.fixture
def until(qtbot):
    """Lets Qt's loop run until something is true."""

    def until(true) -> None:
        qtbot.waitUntil(lambda: bool(true()))

    return until


@pytest.fixture
def answer_dialog(qtbot):
    """Types a name into the file dialog of a widget and accepts it, or cancels it for None."""

    def answer(widget: QWidget, path: Path | None) -> str:
        dialog = widget.findChild(QFileDialog)
        assert dialog is not None
        qtbot.waitUntil(dialog.isVisible)
        field = dialog.findChild(QLineEdit)
        assert field is not None
        offered = field.text()
        field.setText(str(path))
        dialog.accept() if path is not None else dialog.reject()
        qtbot.waitUntil(lambda: not isValid(dialog))
        return offered

    return answer


@pytest.fixture
def window(qtbot, session, theme, until, monkeypatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(ending, "PATIENCE", 1000 * PATIENCE)
    with theme.unstyled():
        window = MainWindow(session, theme)
    ended: list[list[str]] = []
    window.ended.connect(ended.append)
    window.show()
    window.complete()
    # Keys go to the active window only.
    with qtbot.waitActive(window):
        window.activateWindow()
    yield window
    window.close()
    try:
        until(lambda: ended)
    finally:
        window.deleteLater()
        QCoreApplication.processEvents()


class Recording:
    """Writes rows a millisecond apart; `listener`, `accepted` and `client` are its sources."""

    listener = Source(1, Role.SERVER, "server", ADDRESS)
    accepted = Source(2, Role.SERVER, "server", ADDRESS, 1, "127.0.0.1:13145", "127.0.0.1:51342")
    client = Source(3, Role.CLIENT, "client", ADDRESS, 2, "127.0.0.1:51342", "127.0.0.1:13145")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store(path)
        self.count = 0
        self.store.write([self.listener, self.accepted, self.client], [])

    def add(self, *happened: tuple[Any, ...]) -> int:
        """Append rows of (source, kind, payload, text); return how many there are now."""
        events = []
        for source, kind, *rest in happened:
            time = START + self.count * STEP
            events.append(Event(time, source.number, kind, *rest))
            self.count += 1
        self.store.write([], events)
        return self.count

    def add_source(self, source: Source) -> Source:
        self.store.write([source], [])
        return source

    def receive(self, *payloads: bytes) -> int:
        return self.add(*((self.accepted, Kind.RECEIVED, payload) for payload in payloads))


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    recording = Recording(tmp_path / "session.workbench")
    yield recording
    recording.store.close()


@pytest.fixture
def reader(recording: Recording) -> Iterator[Reader]:
    reader = Reader(recording.path)
    yield reader
    reader.close()


@pytest.fixture
def page_context(qtbot, recording, reader) -> Iterator[PageContext]:
    """What the card gives a page; `.part(list)` is what the page wanted shown below it."""
    annotations, highlights = LogAnnotations(recording.path), LogHighlights()
    shown: list[object] = []
    context = PageContext(
        recording.path,
        reader,
        annotations,
        highlights,
        SessionSources(recording.path),
        shown.append,
        shown.append,
        selected=lambda: None,
        parts=lambda: (shown,),
    )
    yield context
    highlights.close()
    context.sources.close()


@pytest.fixture
def open_card(qtbot, recording) -> Iterator[Callable[..., RecordCard]]:
    """Opens cards on what is recorded, by default with the pages of a recorded session."""
    cards = []

    def open_card(pages: Sequence[PageRecord[Page]] = RECORDED_PAGES) -> RecordCard:
        card = RecordCard(recording.path, pages)
        qtbot.addWidget(card)
        card.resize(1200, 500)
        with qtbot.waitActive(card):
            card.show()
            card.activateWindow()
        cards.append(card)
        return card

    yield open_card
    for card in cards:
        card.close_pages()
