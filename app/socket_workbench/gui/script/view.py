"""The view of a script: its progress, questions and results."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.dialogues.commands import Ask, Finished, ScriptUpdate, Show, StepBegun
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.http_result import HttpResult
from socket_workbench.gui.script.question_form import QuestionForm
from socket_workbench.gui.script.result_view import ResultView
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.language import tr, trn


class ScriptView(QWidget):
    """Shows a script's progress, asks its questions, shows its results.

    Attributes:
        question: the form for questions.
        result: the results shown as text.
        response: the results shown as HTTP responses.
        chip: how the script ended; empty while it runs.
        steps: the current step.

    Signals:
        answered(str): the user has answered; carries the answer.
        finished(Finished): the script has ended.
    """

    answered = Signal(str)
    finished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.chip = StateChip()
        self.steps = ElidedLabel("", "dim")
        self.question = QuestionForm()
        self.result = ResultView()
        self.response = HttpResult()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.steps, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.question)
        column.addWidget(self.result)
        column.addWidget(self.response, 1)
        column.addStretch(0)
        self.question.answered.connect(self.answered)
        self.hide()

    def begin(self, count: int) -> None:
        """Reset for a script with this many steps; 0 for no script."""
        self._count = count
        self.chip.show_state(Tone.IDLE, "")
        self.steps.setText(trn("{count} step", "{count} steps", count) if count else "")
        self.question.hide()
        self.result.clear()
        self.response.clear()
        self.setVisible(count > 0)

    @Slot(object)
    def show_update(self, update: ScriptUpdate) -> None:
        """Handle an update from the script."""
        match update:
            case StepBegun(path, description):
                self.steps.setText(
                    tr(
                        "Step {number} of {count}: {description}",
                        number=path[0] + 1,
                        count=self._count,
                        description=description,
                    )
                )
            case Ask(question, choices):
                self.question.ask(question, choices)
            case Show(content, form):
                self._show(content, form)
            case Finished():
                self._finish(update)

    def stop(self) -> None:
        """Hide the question: the connection has ended."""
        self.question.hide()

    def _show(self, content: bytes, form: str) -> None:
        if form == "http":
            self.response.show_response(content)
        else:
            self.result.add_result(content)

    def _finish(self, finished: Finished) -> None:
        self.stop()
        if finished.passed:
            self.chip.show_state(Tone.OPEN, tr("PASSED"))
            self.steps.setText(tr("Every step was done."))
        else:
            self.chip.show_state(Tone.ERROR, tr("FAILED"))
            self.steps.setText(finished.reason)
        self.finished.emit(finished)
