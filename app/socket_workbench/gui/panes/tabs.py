"""The tabs of panes: their names, addresses and states."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from socket_workbench.gui.looks.icons import drawn_icon, icon
from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.looks.state_mark import Tone, draw_mark
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import AddressError, parse_endpoint

_MARK = 10
_LONGEST_NAME = 24
_LONGEST_ADDRESS = 22
_THIS_COMPUTER = ("127.0.0.1", "::1", "localhost")


class PaneTabs(QTabBar):
    """A tab for each pane. The tooltip has the whole name, the address and the state.

    Signals:
        pane_chosen(Pane): a tab became the current one.
    """

    pane_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes: list[Pane] = []
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setIconSize(QSize(_MARK, _MARK))
        self.setMovable(False)
        # Otherwise Qt gives the focus of the pane that a click hides to some other widget.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.currentChanged.connect(self._on_current_changed)

    def panes(self) -> list[Pane]:
        """Return the panes, in the order of their tabs."""
        return list(self._panes)

    def current(self) -> Pane | None:
        """Return the pane of the current tab; None without tabs."""
        place = self.currentIndex()
        return self._panes[place] if 0 <= place < len(self._panes) else None

    def choose(self, pane: Pane) -> None:
        """Make the tab of a pane the current one."""
        self.setCurrentIndex(self._panes.index(pane))

    def insert(self, place: int, pane: Pane) -> None:
        """Insert a tab for a pane."""
        self._panes.insert(place, pane)
        self.insertTab(place, _mark(pane), _title(pane))
        self._explain(place)
        pane.renamed.connect(self._on_pane_renamed)
        pane.look_changed.connect(self._on_pane_look_changed)
        pane.address_replaced.connect(self._on_pane_address_replaced)

    def remove(self, pane: Pane) -> None:
        """Remove the tab of a pane."""
        place = self._panes.index(pane)
        del self._panes[place]
        self.removeTab(place)

    def refresh(self) -> None:
        """Update all tabs."""
        for pane in self._panes:
            self._refresh(pane)

    def _refresh(self, pane: Pane) -> None:
        place = self._panes.index(pane)
        title = _title(pane)
        # Each change lays out all tabs again.
        if self.tabText(place) != title:
            self.setTabText(place, title)
        self._explain(place)

    def _explain(self, place: int) -> None:
        pane = self._panes[place]
        words = [pane.name, pane.address.text(), pane.tone_and_word(pane.state)[1]]
        words += [tr("repeats a message")] if pane.send_bar.is_repeating else []
        self.setTabToolTip(place, plain_tooltip("\n".join(words)))
        self.setAccessibleTabName(place, ", ".join(words))

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        pane = self.current()
        if pane is not None:
            self.pane_chosen.emit(pane)

    @Slot(QPoint)
    def _on_menu_requested(self, point: QPoint) -> None:
        place = self.tabAt(point)
        if place >= 0:
            menu = self._panes[place].menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.setCurrentIndex(place)
            menu.popup(self.mapToGlobal(point))

    @Slot()
    def _on_pane_renamed(self) -> None:
        self._refresh_sender()

    @Slot()
    def _on_pane_address_replaced(self) -> None:
        self._refresh_sender()

    @Slot()
    def _on_pane_look_changed(self) -> None:
        # Update this tab only: with hundreds of panes, each start would update all of them.
        pane = self._refresh_sender()
        if pane is not None:
            self.setTabIcon(self._panes.index(pane), _mark(pane))

    def _refresh_sender(self) -> Pane | None:
        pane = self.sender()
        if not isinstance(pane, Pane) or pane not in self._panes:
            return None
        self._refresh(pane)
        return pane


def _mark(pane: Pane) -> QIcon:
    tone, _ = pane.tone_and_word(pane.state)
    if pane.send_bar.is_repeating:
        return icon("refresh-cw", tone.value if tone is not Tone.IDLE else "dim")
    return drawn_icon(partial(draw_mark, tone=tone))


def _title(pane: Pane) -> str:
    name = plain_line(pane.name, _LONGEST_NAME)
    return f"{name}  {short_address(pane.address.text())}".strip().replace("&", "&&")


def short_address(address: str) -> str:
    """Return an address as a tab shows it, with its port: `:13145`, `192.168.1.20:80`, `echo.sock`.

    This computer's address is left out, as are the transport and the folder of a Unix socket.
    """
    try:
        endpoint = parse_endpoint(address)
    except AddressError:
        return plain_line(address, _LONGEST_ADDRESS)
    if endpoint.transport.is_unix:
        return plain_line(endpoint.path.rpartition("/")[2] or endpoint.path, _LONGEST_ADDRESS)
    if endpoint.host in _THIS_COMPUTER:
        return f":{endpoint.port}"
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    port = f":{endpoint.port}"
    return plain_line(host, _LONGEST_ADDRESS - len(port)) + port
