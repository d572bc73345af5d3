"""The page Python: the program behind the pane in front."""

import contextlib
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, SignalInstance, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from socket_workbench import system
from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.script_choice import ScriptChoice
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.programs.live import PaneMarks
from socket_workbench.gui.programs.recorded import is_recorded_by, purpose_of_row
from socket_workbench.gui.programs.running import ProgramRunning
from socket_workbench.gui.programs.saving import ProgramSaving
from socket_workbench.gui.programs.writing import file_name_of, program_of, shell_line_of
from socket_workbench.gui.rows.page import Page, PageContext, PageState
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.buttons import PlainButton, QuietButton
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.empty_state import EmptyState
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.source_view import SourceView
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.row import Row
from socket_workbench.language import tr
from socket_workbench.programs.style import Style

_DELAY = 50
"""Milliseconds that changes of a pane are collected before its program is written again."""

_LEAST_LINE = 24
"""The characters of the command for the shell that are visible."""


def open_page(context: PageContext) -> "PythonPage":
    """Create the page."""
    return PythonPage(context.part(PaneBoard), context.part(Session), context)


class PythonPage(Page):
    """Writes the program of one pane, and marks what the pane's calls do, only while visible.

    It follows the pane that gets the focus or comes to the front. When it is shown, it follows the
    row that was selected in another page, and marks what that row's call was for.

    Attributes:
        view: the program.
        marks: the marks on its lines.
        choice: chooses the pane.
        styles: a button for each style.
        shell_line: the command that does the same by hand.
        run_button: runs the program, watched; shown where programs can be watched.
        running: does that.
        notice: what was saved, or which field is invalid.
    """

    def __init__(self, board: PaneBoard, session: Session, context: PageContext) -> None:
        """Create the page.

        Args:
            board: the panes.
            session: its ticker tells when to look at what calls do.
            context: tells which row is selected.
        """
        super().__init__()
        self._board = board
        self._context = context
        self._selected: int | None = None
        self._ticker = session.ticker
        self._pane: Pane | None = None
        self._style = Style.SOCKET
        self._is_invalid = False
        self.view = SourceView()
        self.marks = PaneMarks(self.view, session, self)
        self.view.setAccessibleName(tr("Python program"))
        self.choice = Combo()
        self.choice.setAccessibleName(tr("Server or client"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.styles = {style: PlainButton(style.value) for style in Style}
        self.shell_line = ElidedLabel("", "mono")
        self.shell_copy = QuietButton(tr("Copy command"), "copy")
        self.copy_button = QuietButton(tr("Copy program"), "copy")
        self.save_button = QuietButton(tr("Save…"), "file-text")
        self.run_button = QuietButton(tr("Run watched"), "play")
        self.notice = Notice()
        self.saving = ProgramSaving(session.path, self)
        self.running = ProgramRunning(session, self)
        self.trailing_tools = (self.copy_button, self.save_button)
        if system.WATCHES_PROGRAMS:
            self.trailing_tools = (self.run_button, *self.trailing_tools)
        # Once for all fields that change together.
        self._writing = QTimer(self, singleShot=True, interval=_DELAY)
        self._arrange()
        self._connect()
        self._list_panes()

    def _arrange(self) -> None:
        controls = QWidget()
        row = FlowLayout(controls)
        row.addWidget(self.choice)
        self._group = QButtonGroup(self)
        for style, button in self.styles.items():
            button.setCheckable(True)
            button.setChecked(style is self._style)
            self._group.addButton(button)
            row.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.shell_line, 1)
        foot.addWidget(self.shell_copy, 0, Qt.AlignmentFlag.AlignVCenter)
        program = QWidget()
        column = QVBoxLayout(program)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(controls)
        column.addWidget(self.notice)
        column.addWidget(self.running.question)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(program)
        self._stack.addWidget(
            EmptyState(
                "scroll-text",
                tr("No server or client yet"),
                tr("Add one: the Python program that does the same is shown here."),
            )
        )
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def _connect(self) -> None:
        self._writing.timeout.connect(self._write)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self.choice.activated.connect(self._on_choice_activated)
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self.save_button.clicked.connect(self._on_save_button_clicked)
        self.shell_copy.clicked.connect(self._on_shell_copy_clicked)
        self.run_button.clicked.connect(self._on_run_button_clicked)
        self.running.failed.connect(self.notice.show_error)
        self.saving.saved.connect(self.notice.show_success)
        self.saving.failed.connect(self.notice.show_error)
        self._board.changed.connect(self._list_panes)
        for area in (self._board.servers, self._board.clients):
            area.pane_chosen.connect(self.show_pane)
            area.pane_removed.connect(self._on_area_pane_removed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_application_focus_changed)
        self._ticker.ticked.connect(self._on_ticker_ticked)

    # The pane

    @property
    def pane(self) -> Pane | None:
        """The pane whose program is shown."""
        return self._pane

    @Slot(object)
    def show_pane(self, pane: Pane) -> None:
        """Show the program of a pane."""
        if pane is self._pane:
            return
        self._leave_pane()
        self._pane = pane
        self.marks.follow(pane)
        for signal in self._signals(pane):
            signal.connect(self._on_pane_changed)
        self.notice.clear()
        pane.state_changed.connect(self._on_pane_state_changed)
        # If this pane has no program, the other's must not stay.
        self.view.set_source("")
        self._list_panes()
        self._write()

    def _leave_pane(self) -> None:
        if self._pane is not None:
            for signal in self._signals(self._pane):
                signal.disconnect(self._on_pane_changed)
            self._pane.state_changed.disconnect(self._on_pane_state_changed)
        self._pane = None
        self.marks.follow(None)
        self.running.forget()

    def _signals(self, pane: Pane) -> list[SignalInstance]:
        """Return the signals of what is set in a pane."""
        signals = [
            pane.options.values_changed,
            pane.address.address_committed,
            pane.address.text_replaced,
        ]
        if isinstance(pane, ServerPane):
            signals.append(pane.dialogue.choice_changed)
        signals += [each.toggled for each in pane.findChildren(ScriptChoice)]
        return signals

    @Slot()
    def _list_panes(self) -> None:
        panes = self._board.panes()
        self._stack.setCurrentIndex(0 if panes else 1)
        for button in self.trailing_tools:
            button.setEnabled(bool(panes))
        names = [plain_line(pane.name) for pane in panes]
        if names != [self.choice.itemText(place) for place in range(self.choice.count())]:
            self.choice.clear()
            self.choice.addItems(names)
        if self._pane in panes:
            self.choice.setCurrentIndex(panes.index(self._pane))
        elif panes:
            self.show_pane(self._board.clients.current() or panes[0])

    @Slot(object)
    def _on_area_pane_removed(self, pane: Pane) -> None:
        if pane is self._pane:
            self._leave_pane()
            self._list_panes()

    @Slot(int)
    def _on_choice_activated(self, place: int) -> None:
        self.show_pane(self._board.panes()[place])

    @Slot(QWidget, QWidget)
    def _on_application_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isVisible():
            return
        for pane in self._board.panes():
            if pane.isAncestorOf(new):
                self.show_pane(pane)

    # The program

    @Slot()
    def _on_pane_changed(self) -> None:
        if self.isVisible():
            self._writing.start()

    @Slot()
    def _write(self) -> None:
        """Write the program again; where a field is invalid, the last one stays."""
        pane = self._pane
        if pane is None or not self.isVisible():
            return
        is_server = isinstance(pane, ServerPane)
        reason = "" if is_server else tr("socketserver is for servers: a client has no use for it")
        self.styles[Style.SOCKETSERVER].setEnabled(is_server)
        self.styles[Style.SOCKETSERVER].setToolTip(plain_tooltip(reason))
        style = self.style_in_use()
        self.styles[style].setChecked(True)
        try:
            text, line = program_of(pane, style), shell_line_of(pane)
        except ValueError as error:
            self._is_invalid = True
            self.notice.show_error(str(error))
            return
        if self._is_invalid:
            # Otherwise it says what was saved.
            self._is_invalid = False
            self.notice.clear()
        self.view.set_source(text)
        self.marks.use_program(text)
        self.shell_line.setText(line)
        self._mark()

    def style_in_use(self) -> Style:
        """Return the chosen style, or plain sockets where the chosen one does not fit."""
        fits = isinstance(self._pane, ServerPane) or self._style is not Style.SOCKETSERVER
        return self._style if fits else Style.SOCKET

    def _mark(self) -> None:
        self.marks.show()
        is_live = self._pane is not None and self._pane.is_live
        self._ticker.set_wanted(self, wanted=self.isVisible() and is_live)

    @Slot(object)
    def _on_pane_state_changed(self, state: object) -> None:
        self.running.go_on()
        self._on_ticker_ticked()

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if self.isVisible():
            self._mark()

    def showEvent(self, event: QShowEvent) -> None:
        """Write the program as the pane is now."""
        super().showEvent(event)
        self._write()
        self._follow_selected_row()

    def _follow_selected_row(self) -> None:
        """Show the program of the pane that has recorded the selected row, once for each row."""
        number = self._context.selected()
        if number == self._selected:
            return
        self._selected = number
        self.marks.choose(None)
        rows: list[Row] = []
        with contextlib.suppress(JournalError):
            rows = self._context.reader.rows(number, 1) if number is not None else []
        for pane in self._board.panes():
            if rows and pane.running is not None and is_recorded_by(pane.running, rows[0]):
                self.show_pane(pane)
                self.marks.choose(purpose_of_row(rows[0].kind, rows[0].text))

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for quick ticks no longer."""
        super().hideEvent(event)
        self._writing.stop()
        self._ticker.set_wanted(self, wanted=False)

    # What is done with it

    def _newest(self) -> str:
        """Return the program, with changes that are still collected."""
        if self._writing.isActive():
            self._writing.stop()
            self._write()
        return self.view.text()

    @Slot(object)
    def _on_group_button_clicked(self, button: PlainButton) -> None:
        self._style = next(style for style, each in self.styles.items() if each is button)
        self._write()

    @Slot()
    def _on_run_button_clicked(self) -> None:
        if self._pane is not None:
            self.running.run(self._pane, self._newest())

    @Slot()
    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._newest())

    @Slot()
    def _on_shell_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.shell_line.text())

    @Slot()
    def _on_save_button_clicked(self) -> None:
        if self._pane is not None:
            ask_where_to_save(
                self,
                tr("Save the program"),
                self.save_to,
                file_name_of(self._pane.name),
                filters=[tr("Python programs (*.py)")],
                suffix=".py",
            )

    def save_to(self, path: str) -> None:
        """Save the program that is shown to a file."""
        self.notice.clear()
        self.saving.save(self._newest(), Path(path))

    # State

    def save_state(self) -> PageState:
        """Return the style."""
        return {"style": self._style.value}

    def restore_state(self, state: PageState) -> None:
        """Restore the style."""
        kept = state.get("style")
        if kept in [style.value for style in Style]:
            self._style = Style(kept)
            self.styles[self._style].setChecked(True)

    def close_page(self) -> None:
        """Drop what is being saved, and read nothing any longer."""
        self.marks.follow(None)
        self.saving.close()
        self.running.close()
        self._writing.stop()
