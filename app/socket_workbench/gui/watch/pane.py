"""The pane of a watched program: its source, output and hints."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.clock import time_ns
from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.threads.bridge import Bridge
from socket_workbench.gui.threads.job import Job
from socket_workbench.gui.watch.hint_list import HintList
from socket_workbench.gui.watch.output_view import OutputView
from socket_workbench.gui.watch.program_source import ProgramSource
from socket_workbench.gui.watch.run import Run
from socket_workbench.gui.watch.source_marks import ChosenLine
from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.gui.widgets.notice_line import NoticeLine
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import tr
from socket_workbench.watch.gate import Gate

_SOURCE_ROWS = 2.0
_OUTPUT_ROWS = 1.4
"""The least heights of source and of output, in heights of fields; a lower pane scrolls."""


class ProgramPane(QWidget):
    """Runs a program when it is told to, and shows where it is.

    Attributes:
        program: what is run.

    Signals:
        moment_chosen(int): show what was recorded then, nanoseconds since 1970.
        look_changed(): it runs, or does so no longer.
        refreshed(): what is shown was updated, also because calls were held or let go.
    """

    moment_chosen = Signal(object)
    look_changed = Signal()
    refreshed = Signal()

    def __init__(self, session: Session, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.program = program
        self._session = session
        # A child of the session: threads that are still ending call it after the pane is deleted.
        self._bridge = Bridge(session, session.turns)
        self._run: Run | None = None
        self._job: Job | None = None
        self._is_stopped = False
        self._starts_again = False
        self._make_widgets()
        self._arrange()
        self._connect()
        if not program.is_module:
            self.code.add_files([str(program.path())])
        self._show_state()

    @property
    def is_live(self) -> bool:
        """Whether the program runs."""
        return self._job is not None

    @property
    def gate(self) -> Gate | None:
        """What holds the program's calls; None while it does not run."""
        watch = self._run.watch if self._run is not None else None
        return watch.gate if watch is not None and self.is_live else None

    def step_calls(self, is_on: bool) -> None:
        """Hold the program's calls from now on and from its next start on, or let them go."""
        self.hold_button.setChecked(is_on)

    @Slot()
    def start(self) -> None:
        """Run the program; does nothing while it runs."""
        if self.is_live:
            return
        if self._session.steps_calls:
            self.step_calls(True)
        self.notice.clear()
        self.output.begin()
        self.hints.clear()
        self._is_stopped = False
        self.tabs.setTabText(1, tr("Hints"))
        # Only what can be called from any thread is given to the run.
        self._run = Run(self.program, self._session.journal, self._bridge.notify)
        self._job = Job("watched program", self._run.work, self._session, (ValueError,))
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._job.start()
        self._show_state()
        self.code.begin()

    def start_again(self, program: Program) -> None:
        """Run a program that has taken the place of this one, which is ended first."""
        self.program = program._replace(is_stepped=self.program.is_stepped)
        if self.is_live:
            self.stop()
            self._starts_again = True
        else:
            self.start()

    @Slot()
    def stop(self) -> None:
        """Begin to end the program; returns at once."""
        self._starts_again = False
        if self._job is not None:
            self._is_stopped = True
            self._job.cancel()

    def close_readers(self) -> None:
        """Read nothing any longer."""
        self.code.close_readers()

    def likeness(self, chosen: ChosenLine) -> int:
        """Return how likely a line is of this program: 0 if it has no such file, at most 2."""
        watch = self._run.watch if self._run is not None else None
        is_its_process = watch is not None and watch.program.process.pid == chosen.process
        return 1 + is_its_process if self.code.has(chosen.file) else 0

    def _make_widgets(self) -> None:
        self.chip = StateChip()
        self.run_button = PlainButton(tr("Run"), "play")
        self.stop_button = PlainButton(tr("Stop"), "square")
        self.hold_button = IconButton("pause", tr("Hold calls"), small=True)
        self.hold_button.setCheckable(True)
        self.hold_button.setChecked(self.program.is_stepped)
        self.step_button = IconButton("step-forward", tr("Step"), small=True)
        self.go_button = IconButton("play", tr("Go on"), small=True)
        self.notice = NoticeLine()
        self.code = ProgramSource()
        self.source = self.code.view
        self.output = OutputView()
        self.input = WholeLine()
        self.input.setPlaceholderText(tr("Standard input: Enter sends the line"))
        self.input.setAccessibleName(tr("Standard input"))
        self.hints = HintList()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.chip, 1, Qt.AlignmentFlag.AlignLeft)
        for button in (self.hold_button, self.step_button, self.go_button):
            head.addWidget(button)
        head.addWidget(self.run_button)
        head.addWidget(self.stop_button)
        written = QWidget()
        lines = QVBoxLayout(written)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(self.output, 1)
        lines.addWidget(self.input)
        self.tabs = QTabWidget()
        self.tabs.addTab(written, tr("Output"))
        self.tabs.addTab(self.hints, tr("Hints"))
        self._fit_heights()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.code)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.split, 1)

    def _fit_heights(self) -> None:
        row = row_height(self.font())
        self.source.setMinimumHeight(round(row * _SOURCE_ROWS))
        for part in (self.output, self.hints):
            part.setMinimumHeight(round(row * _OUTPUT_ROWS))

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for lines of the source in another size of type, too."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_heights()

    def _connect(self) -> None:
        self._bridge.changed.connect(self.refresh)
        self._session.ticker.ticked.connect(self._on_ticker_ticked)
        self.run_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.stop)
        self.hold_button.toggled.connect(self._on_hold_button_toggled)
        self.step_button.clicked.connect(self._on_step_button_clicked)
        self.go_button.clicked.connect(self._on_go_button_clicked)
        self.input.returnPressed.connect(self._on_input_return_pressed)
        self.input.refused.connect(self._on_input_refused, Qt.ConnectionType.QueuedConnection)
        self.hints.itemClicked.connect(self._on_hints_item_clicked)
        self.hints.itemActivated.connect(self._on_hints_item_clicked)

    @Slot()
    def refresh(self) -> None:
        """Show what is new."""
        run = self._run
        if run is None:
            return
        self.output.add(*run.written())
        self._show_hints(run)
        places = run.following.places()
        self.code.add_files(each.file for each in places)
        self.code.show_marks(places, run.following.hints(), time_ns())
        self._show_steps()
        self.refreshed.emit()

    def _show_hints(self, run: Run) -> None:
        before = self.hints.count()
        self.hints.show_hints(run.following.hints())
        if self.hints.count() != before:
            self.tabs.setTabText(1, tr("Hints ({count})", count=self.hints.count()))

    def _show_state(self) -> None:
        self.run_button.setEnabled(not self.is_live)
        self.stop_button.setEnabled(self.is_live)
        self.input.setEnabled(self.is_live)
        if self.is_live:
            self.chip.show_state(Tone.OPEN, tr("runs"))
        self._session.ticker.set_wanted(self, wanted=self.is_live)
        self._show_steps()
        self.look_changed.emit()

    def _show_steps(self) -> None:
        gate = self.gate
        self.step_button.setEnabled(gate is not None and gate.count > 0)
        self.go_button.setEnabled(gate is not None and not gate.is_open)

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if self.isVisible() and self.is_live:
            self.refresh()

    @Slot(object)
    def _on_job_succeeded(self, code: int | None) -> None:
        if self._is_stopped:
            self._end(Tone.IDLE, tr("stopped"))
        elif code == 0:
            self._end(Tone.IDLE, tr("ended"))
        else:
            self._end(Tone.ERROR, tr("exit code {code}", code=code))

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._end(Tone.ERROR, tr("not started"))
        self.notice.show_error(sentence)

    def _end(self, tone: Tone, word: str) -> None:
        self._job = None
        self.refresh()
        self.chip.show_state(tone, word)
        self._show_state()
        if self._starts_again:
            self._starts_again = False
            self.start()

    @Slot(bool)
    def _on_hold_button_toggled(self, is_on: bool) -> None:
        self.program = self.program._replace(is_stepped=is_on)
        if self.gate is not None and is_on:
            self.gate.hold_calls()
        elif self.gate is not None:
            self.gate.go_on()
        self._show_steps()

    @Slot()
    def _on_step_button_clicked(self) -> None:
        if self.gate is not None:
            self.gate.step()

    @Slot()
    def _on_go_button_clicked(self) -> None:
        if self.hold_button.isChecked():
            self.hold_button.setChecked(False)
        elif self.gate is not None:
            self.gate.go_on()

    @Slot()
    def _on_input_return_pressed(self) -> None:
        if self._job is not None:
            self._job.give(f"{self.input.text()}\n".encode())
            self.input.clear()

    @Slot()
    def _on_input_refused(self) -> None:
        self.notice.show_error(too_long())

    @Slot(QListWidgetItem)
    def _on_hints_item_clicked(self, item: QListWidgetItem) -> None:
        hint = self.hints.hint_of(item)
        self.code.show_line(hint.record.file, hint.record.line)
        self.moment_chosen.emit(hint.moment)
