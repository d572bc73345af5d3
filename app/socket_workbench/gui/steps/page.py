"""The page Steps: what is held, what the system does meanwhile, and what lets it go."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QMenu, QVBoxLayout, QWidget

from socket_workbench.gui.rows.page import Page, PageContext
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.steps.row import HeldRow
from socket_workbench.gui.steps.stepping import Stepping
from socket_workbench.gui.steps.table import HeldTable
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.entry_menu import MenuEntry, entry_menu
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.language import tr, trn

OFFERED = (
    "accept",
    "recv",
    "recvfrom",
    "recvfrom_into",
    "recvmsg",
    "send",
    "sendall",
    "sendto",
    "sendmsg",
    "select",
    "poll",
    "connect",
    "socket",
    "setsockopt",
    "setblocking",
    "bind",
    "listen",
    "shutdown",
    "close",
)
"""The calls until which one can go on, in the order of their menu."""

OFFERED_METHODS = (
    "server_bind",
    "server_activate",
    "serve_forever",
    "get_request",
    "verify_request",
    "process_request",
    "process_request_thread",
    "finish_request",
    "setup",
    "handle",
    "finish",
    "shutdown_request",
    "close_request",
)
"""The methods of `socketserver` until which one can go on."""


def open_page(context: PageContext) -> "StepsPage":
    """Create the page."""
    return StepsPage(context.part(Stepping), context.part(Session))


class StepsPage(Page):
    """Shows the held calls and steps them, with Page Down too while it is seen.

    Attributes:
        table: the held calls.
        sentence: which call the next step makes, and what the system does meanwhile.
        step_button: makes it.
        go_on_button: lets all calls go.
        until_button: lets them go until a chosen one.
        all_box: whether all that is started is stepped.
    """

    def __init__(self, stepping: Stepping, session: Session) -> None:
        """Create the page.

        Args:
            stepping: the held calls of the window.
            session: its ticker tells when to look at how long they are held.
        """
        super().__init__()
        self._stepping = stepping
        self._ticker = session.ticker
        self.step_button = PrimaryButton(tr("Step  F10"), "step-forward")
        self.go_on_button = PlainButton(tr("Go on  F5"), "play")
        self.until_button = PlainButton(tr("Go on until…"))
        self.until_button.setProperty("menu", "true")
        self.until_button.setMenu(self._until_menu())
        self.all_box = QCheckBox(tr("Step all"))
        self.all_box.setToolTip(
            tr(
                "Hold the calls of every server, client and watched program that is started from"
                " now on, and of those whose calls are traced already"
            )
        )
        self.sentence = WrappedLabel("", "title")
        self.table = HeldTable()
        self._arrange()
        self.step_button.clicked.connect(stepping.step)
        self.go_on_button.clicked.connect(stepping.go_on)
        self.all_box.clicked.connect(stepping.set_all)
        self.table.call_chosen.connect(self._on_table_call_chosen)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        # A presenter's remote sends Page Down.
        self._next = QShortcut(QKeySequence(Qt.Key.Key_PageDown), self)
        self._next.activated.connect(stepping.step)
        stepping.changed.connect(self.look)
        session.ticker.ticked.connect(self._on_ticker_ticked)
        self.look()

    def _until_menu(self) -> QMenu:
        menu = entry_menu(self, self._until_entries(OFFERED))
        menu.addSeparator()
        methods = entry_menu(menu, self._until_entries(OFFERED_METHODS))
        # The name of the library, in every language.
        methods.setTitle("socketserver")
        menu.addMenu(methods)
        return menu

    def _until_entries(self, names: Iterable[str]) -> list[MenuEntry]:
        return [MenuEntry(f"{name}()", partial(self._stepping.go_on_until, name)) for name in names]

    def _arrange(self) -> None:
        controls = QWidget()
        row = FlowLayout(controls)
        for widget in (self.step_button, self.go_on_button, self.until_button, self.all_box):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(controls)
        column.addWidget(self.sentence)
        column.addWidget(self.table, 1)

    @Slot()
    def look(self) -> None:
        """Show what is held now."""
        rows = self._stepping.held()
        chosen = self._stepping.chosen(rows)
        self.table.show_rows(rows, chosen)
        self.sentence.setText(self._words(chosen))
        self.step_button.setEnabled(bool(rows) or not self._stepping.is_stepping)
        self.go_on_button.setEnabled(self._stepping.is_stepping)
        self.until_button.setEnabled(self._stepping.is_stepping)
        self.all_box.setChecked(self._stepping.is_all)
        self._ticker.set_wanted(self, wanted=self.isVisible() and bool(rows))

    def _words(self, chosen: HeldRow | None) -> str:
        if chosen is not None:
            return tr(
                "{name} is about to call {call}. {meanwhile}",
                name=chosen.endpoint,
                call=chosen.call,
                meanwhile=chosen.meanwhile,
            ).strip()
        stepping = self._stepping
        if stepping.until:
            return tr("Calls go on until {call}() is begun.", call=stepping.until)
        parts = []
        if stepping.is_stepping:
            parts.append(
                tr(
                    "No call is held: each thread is in a call that was made, and waits for the"
                    " system."
                )
            )
        elif stepping.is_all:
            parts.append(tr("What you start now is held at its first call, until you step it."))
        else:
            parts.append(
                tr(
                    "Tick Step all, or set Step calls of a pane, then start: each socket call is"
                    " held before it is made, until you step it."
                )
            )
        if untraced := stepping.untraced():
            parts.append(
                trn(
                    "{names} was started without a trace, and is stepped from its next start on.",
                    "{names} were started without a trace, and are stepped from their next start"
                    " on.",
                    len(untraced),
                    names=", ".join(untraced[:3]) + (", …" if untraced[3:] else ""),
                )
            )
        return " ".join(parts)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is held now."""
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for quick ticks no longer."""
        super().hideEvent(event)
        self._ticker.set_wanted(self, wanted=False)

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if self.isVisible() and self._stepping.count:
            self.look()

    @Slot(object)
    def _on_table_call_chosen(self, row: HeldRow) -> None:
        self._stepping.caller = row.caller
        self.look()

    @Slot(object, QPoint)
    def _on_table_menu_requested(self, row: HeldRow, position: QPoint) -> None:
        menu = entry_menu(
            self,
            [
                MenuEntry(tr("Step"), self._stepping.step),
                MenuEntry(
                    tr("Let {name} go on", name=row.endpoint),
                    partial(self._stepping.go_on_until, "", row),
                ),
                MenuEntry(
                    tr("Let {name} go on until {call}()", name=row.endpoint, call=_name(row)),
                    partial(self._stepping.go_on_until, _name(row), row),
                ),
            ],
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)


def _name(row: HeldRow) -> str:
    return row.call.partition("(")[0]
