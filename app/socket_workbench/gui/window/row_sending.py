"""Sends rows of the log again, puts them into a pane's field, and repeats them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.rows.replies import copy_reply
from socket_workbench.gui.rows.words import cut_words
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing

if TYPE_CHECKING:
    from socket_workbench.gui.message.detail import MessageDetail
    from socket_workbench.gui.panes.pane import Pane

SEND_AGAIN_KEYS = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return)
PUT_KEYS = QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_Return)


class RowSending(QObject):
    """Adds entries to the menu of rows, keys to the log, and links to the selected message.

    A message is sent by the pane that sent it, if that is of this window; what a stranger has sent
    goes back to it, from the pane that received it. A client that is not connected connects first;
    if its pane was closed, a new one is added.

    Args:
        path: the journal's file.
        card: the card with the log.
        board: the panes.
        notice: shows why something cannot be sent.
    """

    def __init__(
        self,
        path: Path,
        card: RecordCard,
        board: PaneBoard,
        notice: Notice,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._card = card
        self._log = card.page(LOG)
        self._board = board
        self._notice = notice
        self._detail: MessageDetail | None = None
        self._links: list[QuietButton] = []
        self._add_keys()
        self._log.view.menu_made.connect(self._on_menu_made)
        card.detail_made.connect(self._on_detail_made)
        if card.has_detail:
            self._on_detail_made(card.detail)

    def _deeds(self) -> tuple[tuple[str, Callable[[Row], None]], ...]:
        return (
            (tr("Send again"), self.send_again),
            (tr("Put into the field"), self.put),
            (tr("Repeat…"), self.repeat),
        )

    def _add_keys(self) -> None:
        for keys, deed in ((SEND_AGAIN_KEYS, self.send_again), (PUT_KEYS, self.put)):
            action = QAction(self._log.view)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._do_with_selected, deed))
            self._log.view.addAction(action)

    def _do_with_selected(self, deed: Callable[[Row], None]) -> None:
        rows = self._log.view.selected_rows()
        if len(rows) == 1 and _is_message(rows[0]):
            deed(rows[0])

    # What is done

    def send_again(self, row: Row) -> None:
        """Send the bytes of a row again; shows why if that is impossible."""
        pane, outgoing = self._prepare(row)
        if pane is None or outgoing is None:
            return
        refusal = pane.send(outgoing)
        if refusal:
            self._notice.show_error(refusal)
            return
        self._notice.clear()
        message = _framing_of(pane).message_of(outgoing.data)
        pane.send_bar.sent.note(outgoing.data if message is None else message)

    def put(self, row: Row) -> None:
        """Write the bytes of a row into the field of the pane that sends them."""
        pane, outgoing = self._prepare(row)
        if pane is None or outgoing is None:
            return
        from socket_workbench.gui.panes.server import ServerPane

        message = _framing_of(pane).message_of(outgoing.data)
        if message is None:
            self._notice.show_error(
                tr(
                    "These bytes are no message in the framing {framing} of {name}: the field "
                    "would send others. Send them again as they are.",
                    framing=str(_framing_of(pane)),
                    name=pane.name,
                )
            )
            return
        self._bring_to_front(pane)
        if isinstance(pane, ServerPane) and outgoing.connection is not None:
            pane.table.select(outgoing.connection)
        pane.send_bar.put(message)

    def repeat(self, row: Row) -> None:
        """Let the user repeat the bytes of a row, in the pane that sends them."""
        pane, outgoing = self._prepare(row)
        if pane is not None and outgoing is not None:
            self._bring_to_front(pane)
            pane.send_bar.repeat(outgoing)

    def _prepare(self, row: Row) -> "tuple[Pane | None, Outgoing | None]":
        """Return who sends a row, and what; shows why if that is impossible."""
        if row.cut:
            self._notice.show_error(
                tr(
                    "This message cannot be sent again: {missing}, because of the capture limit.",
                    missing=cut_words(row.cut),
                )
            )
            return None, None
        source = self._sender(row)
        pane = self._pane_of(source) or self._new_client(source)
        if pane is None:
            self._notice.show_error(
                tr("{name} is not there any more. Add a server first.", name=source.name)
            )
            return None, None
        connection = source.connection if source.role is Role.SERVER else None
        # A row has its bytes as they were sent, with what marks a message.
        payload = self._log.model.payload(row)
        return pane, Outgoing(payload, is_framed=True, connection=connection)

    def _sender(self, row: Row) -> Source:
        """Return who sent a row, if that is of this window; otherwise who received it."""
        other = None if row.kind is Kind.SENT else self._log.model.other_end(row.source)
        return row.source if other is None else other

    def _pane_of(self, source: Source) -> "Pane | None":
        """Return the pane that has a connection; otherwise the one with its name."""
        is_client = source.role is Role.CLIENT
        panes = (self._board.clients if is_client else self._board.servers).panes()
        for pane in panes:
            views = pane.running.connections() if pane.running is not None else []
            if any(view.number == source.connection for view in views):
                return pane
        return next((pane for pane in panes if pane.name == source.name), None)

    def _bring_to_front(self, pane: "Pane") -> None:
        for area in (self._board.servers, self._board.clients):
            if pane in area.panes():
                area.choose(pane)

    def _new_client(self, source: Source) -> "Pane | None":
        if source.role is not Role.CLIENT:
            return None
        pane = self._board.add_client()
        pane.address.set_text(source.endpoint)
        return pane

    # Where it is offered

    @Slot(object)
    def _on_menu_made(self, menu: QMenu) -> None:
        rows = [row for row in self._log.view.selected_rows() if _is_message(row)]
        is_one = len(rows) == 1
        first = menu.actions()[0]
        for words, deed in self._deeds():
            action = QAction(words, menu)
            action.setEnabled(is_one)
            if is_one:
                action.triggered.connect(partial(deed, rows[0]))
            menu.insertAction(first, action)
        again, put, _ = menu.actions()[:3]
        again.setIcon(icon("refresh-cw"))
        again.setShortcut(SEND_AGAIN_KEYS)
        put.setShortcut(PUT_KEYS)
        if is_one:
            again.setText(self._words(rows[0]))
        menu.insertMenu(first, self._reply_menu(rows[0] if is_one else None, menu))
        menu.insertSeparator(first)

    def _reply_menu(self, row: Row | None, menu: QMenu) -> QMenu:
        """Return a menu that copies what was received last on a row's connection."""
        replies = QMenu(tr("Copy the reply as"), menu)
        replies.setEnabled(row is not None)
        for words, as_hex in ((tr("Text"), False), (tr("Hex"), True)):
            action = replies.addAction(words)
            if row is not None:
                action.triggered.connect(partial(self._copy_reply, row.source, as_hex))
        return replies

    def _copy_reply(self, source: Source, as_hex: bool) -> None:
        encoding = self._log.model.encoding(source.name)
        if not copy_reply(self._path, source.connection, encoding, as_hex=as_hex):
            self._notice.show_info(tr("Nothing was received on this connection."))

    def _words(self, row: Row) -> str:
        """Return what sending a row again does."""
        if not self._is_of_stranger(row):
            return tr("Send again")
        return plain_title(tr("Send to {peer}", peer=row.source.peer or row.source.name))

    def _is_of_stranger(self, row: Row) -> bool:
        """Return whether a row is a message from a peer that is not of this session."""
        is_received = _is_message(row) and row.kind is not Kind.SENT
        return is_received and self._log.model.other_end(row.source) is None

    @Slot(object)
    def _on_detail_made(self, detail: "MessageDetail") -> None:
        self._detail = detail
        for words, deed in self._deeds():
            link = QuietButton(words)
            link.clicked.connect(partial(self._do_with_shown, deed))
            detail.links.addWidget(link)
            self._links.append(link)
        detail.links.addStretch(1)
        self._links[0].keep_room_for(tr("Send again"), tr("Send to the peer"))
        detail.line_changed.connect(self._show_links)
        self._show_links()

    def _do_with_shown(self, deed: Callable[[Row], None]) -> None:
        if self._detail is not None and self._detail.line is not None:
            deed(self._detail.line.row)

    @Slot()
    def _show_links(self) -> None:
        line = self._detail.line if self._detail is not None else None
        for link in self._links:
            link.setEnabled(line is not None and _is_message(line.row))
        if line is not None:
            self._links[0].setText(
                tr("Send to the peer") if self._is_of_stranger(line.row) else tr("Send again")
            )


def _is_message(row: Row) -> bool:
    return row.direction is not None


def _framing_of(pane: "Pane") -> Framing:
    """Return the framing that a pane's endpoint adds to what it sends."""
    participant = pane.participant
    if participant is not None and participant.state.is_live:
        return participant.settings.options.framing
    return Framing.parse(pane.options.framing.framing())
