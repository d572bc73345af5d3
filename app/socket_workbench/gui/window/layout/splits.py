"""Keeps the split of the docks, and the size of the window, as the user has chosen them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from socket_workbench.gui.window.dock import SHARE_OF_PANES, WorkDock

_PASSES = 3
"""How often docks are fitted: what is in a pane may need another height in its new size."""


class _Split(NamedTuple):
    """The shares of the first dock of two.

    Attributes:
        height: the panes' share of the height; the card below has the rest.
        width: the servers' share of the width; the clients beside them have the rest.
    """

    height: float
    width: float


_FIRST = _Split(SHARE_OF_PANES, 0.5)


class Splits(QObject):
    """Gives docks the shares that the user has chosen, and panes the room that they need.

    With larger type, panes need more height than their share, and a window may have to grow. Qt
    leaves it at that when the type is small again; this restores size and shares. What the user
    drags at one size of type applies to all.

    Nothing is done while a dock floats, is hidden, or was moved elsewhere.

    Args:
        window: the window.
        docks: the docks of the servers, of the clients, and of the card.
        needed: returns the height that the docks of the panes need, in pixels.
        lent: returns how much less than usual the dock of the card needs, in pixels.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Sequence[WorkDock],
        needed: Callable[[], int],
        lent: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._servers, self._clients, self._card = docks
        self._needed = needed
        self._lent = lent
        # Not those of the present layout: large type may have forced others.
        self._chosen = _FIRST
        self._pressed = self._split()
        self._wanted_size: QSize | None = None
        self._is_size_due = False
        self._is_resizing = False
        self._passes = 0
        # After the layouts have been updated.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._on_fitting_timeout)
        self._released = QTimer(self, singleShot=True, interval=0)
        self._released.timeout.connect(self._on_released_timeout)
        window.installEventFilter(self)

    @Slot()
    def fit(self) -> None:
        """Restore the window's size and the shares soon; call it when the type has changed."""
        # The minimum is still that of the type before.
        if not self._is_as_wanted():
            self._wanted_size = self._window.size()
        self._is_size_due = True
        self._fit_soon()

    def choose_first(self) -> None:
        """Give docks the shares of a new window, as if the user had chosen them."""
        self._chosen = _FIRST
        self._fit_soon()

    def save_state(self) -> dict[str, object]:
        """Return the shares that the user has chosen."""
        return dict(self._chosen._asdict())

    def restore_state(self, state: dict[str, object]) -> None:
        """Restore what `save_state` returned; ignore what cannot be read."""
        shares = [state.get(name) for name in _Split._fields]
        read = [share for share in shares if isinstance(share, float) and 0 < share < 1]
        if len(read) == len(shares):
            self._chosen = _Split(*read)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what the user drags in the window, and keep to it in another size of the window."""
        if event.type() is QEvent.Type.Resize:
            # It may be somebody else who wants another size now.
            self._is_size_due &= self._is_resizing or self._is_as_wanted()
            self._fit_soon()
        elif event.type() is QEvent.Type.MouseButtonPress:
            self._pressed = self._split()
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._released.start()
        return False

    @Slot()
    def _on_released_timeout(self) -> None:
        before, after = self._pressed, self._split()
        if after.height != before.height:
            self._chosen = self._chosen._replace(height=after.height)
        if after.width != before.width:
            self._chosen = self._chosen._replace(width=after.width)

    def _is_as_wanted(self) -> bool:
        """Whether the window has the size that the user wants, or had to grow from it."""
        wanted = self._wanted_size
        least = self._window.minimumSize()
        return wanted is not None and self._window.size() == wanted.expandedTo(least)

    def _fit_soon(self) -> None:
        self._passes = _PASSES
        self._fitting.start()

    def _split(self) -> _Split:
        """Return the shares as docks stand; of docks that do not stand, those chosen before."""
        height, width = self._chosen
        if self._are_standing(self._servers, self._card):
            height = self._servers.height() / (self._servers.height() + self._card.height())
        if self._are_standing(self._servers, self._clients):
            width = self._servers.width() / (self._servers.width() + self._clients.width())
        return _Split(height, width)

    @Slot()
    def _on_fitting_timeout(self) -> None:
        self._passes -= 1
        if self._passes:
            self._fitting.start()
        self._restore_size()
        servers, clients, card = (each.geometry() for each in self._docks())
        if self._are_standing(self._servers, self._card) and servers.bottom() < card.top():
            room = servers.height() + card.height()
            wanted = max(round(self._chosen.height * room), self._needed())
            spare = room - self._least(self._servers) - self._least(self._card)
            # What the card has lent, it gets back, unless the panes have as little.
            given_back = max(min(self._lent(), spare // 2), 0)
            height = min(wanted, room - self._least(self._card) - given_back)
            self._window.resizeDocks(
                [self._servers, self._card], [height, room - height], Qt.Orientation.Vertical
            )
        if self._are_standing(self._servers, self._clients) and servers.right() < clients.left():
            room = servers.width() + clients.width()
            width = round(self._chosen.width * room)
            self._window.resizeDocks(
                [self._servers, self._clients], [width, room - width], Qt.Orientation.Horizontal
            )

    def _restore_size(self) -> None:
        if not self._is_size_due or self._wanted_size is None:
            return
        self._is_size_due = self._passes > 0
        if not (self._window.isMaximized() or self._window.isFullScreen()):
            self._is_resizing = True
            self._window.resize(self._wanted_size)
            self._is_resizing = False

    def _docks(self) -> tuple[WorkDock, WorkDock, WorkDock]:
        return self._servers, self._clients, self._card

    @staticmethod
    def _least(dock: WorkDock) -> int:
        return dock.minimumSizeHint().height()

    @staticmethod
    def _are_standing(*docks: WorkDock) -> bool:
        return not any(dock.isFloating() or dock.isHidden() for dock in docks)
