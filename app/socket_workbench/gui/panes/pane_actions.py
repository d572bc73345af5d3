"""Actions on one pane, or on all of them, that the menus and keys offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.names import numbered_name
from socket_workbench.gui.widgets.toast import Toast
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.panes.pane import Pane


class PaneActions(QObject):
    """Starts, stops, renames and duplicates the pane in use, starts all, reopens closed ones.

    Attributes:
        toast: says that a pane was closed, and offers to undo that.

    Args:
        board: the panes.
        window: the window around them, which says at its foot that a pane was closed.
    """

    def __init__(self, board: PaneBoard, window: QWidget) -> None:
        super().__init__(window)
        self.toast = Toast(window, tr("Undo"))
        self._board = board
        self._window = window
        self._starting: Iterator[None] = iter(())
        self._waiting: list[Pane] = []
        board.changed.connect(self._on_board_changed)
        board.closed.pane_closed.connect(self._on_pane_closed)
        self.toast.action_requested.connect(self.reopen)

    def pane_with_focus(self) -> Pane | None:
        """Return the pane that has the focus, in it or in its tab."""
        from socket_workbench.gui.panes.tabs import PaneTabs

        focus = self._window.focusWidget()
        if isinstance(focus, PaneTabs):
            return focus.current()
        return next(
            (
                pane
                for pane in self._board.panes()
                if focus is not None and pane.isAncestorOf(focus)
            ),
            None,
        )

    def _pane_in_use(self) -> Pane | None:
        """Return the pane that has the focus, otherwise the current client.

        Behind common tabs, it is the pane that is seen.
        """
        current = [self._board.clients.current(), self._board.servers.current()]
        panes = [pane for pane in current if pane is not None]
        seen = [pane for pane in panes if pane.isVisible()]
        return self.pane_with_focus() or next(iter(seen or panes), None)

    @Slot()
    def close(self) -> None:
        """Close the pane that has the focus, if one has."""
        pane = self.pane_with_focus()
        if pane is not None:
            pane.removal_requested.emit()

    @Slot()
    def focus_address(self) -> None:
        """Set the focus to the address field of the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.address.select_all()

    @Slot()
    def start(self) -> None:
        """Start or connect the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.start()

    @Slot()
    def stop(self) -> None:
        """Stop or disconnect the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.stop()

    @Slot()
    def rename(self) -> None:
        """Let the user edit the name of the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.edit_name()

    @Slot()
    def duplicate(self) -> None:
        """Add a copy of the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            self.add_copy(pane)

    @Slot()
    def reopen(self) -> None:
        """Open the pane again that was closed last, with all that it had; nothing is started."""
        self.toast.hide()
        pane = self._board.closed.reopen()
        if pane is None:
            return
        taken = [other.name for other in self._board.panes() if other is not pane]
        if pane.name in taken:
            pane.rename(numbered_name(pane.name.rstrip(" 0123456789") or pane.name, taken))
        self._board.take_back(pane)

    @Slot(object)
    def _on_pane_closed(self, pane: Pane) -> None:
        self.toast.show_message(tr("{name} was closed.", name=pane.name))

    @Slot()
    def send_again(self) -> None:
        """Send the last message of the pane in use again."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.send_bar.sent.send_last()

    @Slot()
    def repeat(self) -> None:
        """Let the user repeat a message of the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.send_bar.repeat_message()

    @Slot()
    def show_sent(self) -> None:
        """Open the list of sent messages of the pane in use."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.send_bar.sent.show_list()

    @Slot()
    def copy_reply(self) -> None:
        """Copy, as text, what the pane in use has received last on its newest connection."""
        pane = self._pane_in_use()
        if pane is not None:
            pane.copy_reply()

    @Slot()
    def start_all(self) -> None:
        """Start every pane that is not running.

        Clients are started once every server has begun to listen, or has failed to.
        """
        panes = [pane for pane in self._board.panes() if not pane.is_live]
        if panes and not panes[0].ask_first(panes, self.start_all):
            self.cancel_start()
            self._starting = self._start(panes)
            self._board.portions.add(self._starting)

    def cancel_start(self) -> None:
        """Start none of the panes that `start_all` has not started yet."""
        self._board.portions.cancel(self._starting)
        self._waiting.clear()

    def _start(self, panes: list[Pane]) -> Iterator[None]:
        clients = self._board.clients.panes()
        for pane in panes:
            if pane not in clients:
                pane.start()
                yield
        self._waiting = [pane for pane in panes if pane in clients]
        self._on_board_changed()

    @Slot()
    def _on_board_changed(self) -> None:
        if not self._waiting:
            return
        if any(pane.state.is_beginning for pane in self._board.servers.panes()):
            return
        waiting, self._waiting = self._waiting, []
        self._starting = self._start_clients(waiting)
        self._board.portions.add(self._starting)

    def _start_clients(self, waiting: list[Pane]) -> Iterator[None]:
        for pane in waiting:
            # The user may have removed it in the meantime.
            if pane in self._board.clients.panes():
                pane.start()
                yield

    def add_copy(self, pane: Pane) -> None:
        """Add a pane with the settings of this one, and choose it."""
        board = self._board
        area, word = board.servers, tr("Server")
        new: Callable[[str], Pane] = board.new_server
        if pane in board.clients.panes():
            area, word, new = board.clients, tr("Client"), board.new_client
        copy = new(board.free_name(word))
        copy.copy_from(pane)
        area.choose(copy)
        copy.address.select_all()
