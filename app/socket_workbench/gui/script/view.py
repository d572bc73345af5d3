"""The view of a script: its progress, questions and results."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.dialogues.commands import Ask, Finished, ScriptUpdate, Show, StepBegun
from socket_workbench.dialogues.script_steps import Step
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.http_result import HttpResult
from socket_workbench.gui.script.question_form import QuestionForm
from socket_workbench.gui.script.result_view import ResultView
from socket_workbench.gui.script.steps_beside import StepsBeside
from socket_workbench.language import tr, trn

if TYPE_CHECKING:
    from socket_workbench.gui.script.difference_view import DifferenceView


class ScriptView(QWidget):
    """Shows a script's questions and results; its steps are beside the conversation.

    Args:
        conversation: what the steps are shown beside.

    Attributes:
        beside: the conversation with the steps; the owner places it.
        chip: how the script ended; empty while it runs.
        question: the form for questions.
        result: the results shown as text.
        response: the results shown as HTTP responses.
        begun: how many steps were begun, those of each round counted again.
        step: the number of the present step, from 1; 0 before the first.

    Signals:
        answered(str): the user has answered; carries the answer.
        ended(Finished): the script has ended.
    """

    answered = Signal(str)
    ended = Signal(object)

    def __init__(self, conversation: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.begun = 0
        self.step = 0
        self.beside = StepsBeside(conversation)
        self.chip = self.beside.chip
        self.question = QuestionForm()
        self.result = ResultView()
        self.response = HttpResult()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self.result)
        column.addWidget(self.response, 1)
        column.addStretch(0)
        self.question.answered.connect(self.answered)
        self.response.read.connect(self._show_if_needed)
        self.hide()

    @cached_property
    def difference(self) -> "DifferenceView":
        """What the failed step has expected and what came, created when the first step fails."""
        from socket_workbench.gui.script.difference_view import DifferenceView

        view = DifferenceView(self)
        view.closed.connect(self._show_if_needed)
        self._column.insertWidget(1, view)
        return view

    def begin(self, steps: Sequence[Step]) -> None:
        """Reset for a script with these steps; empty for no script."""
        count = self._count = len(steps)
        self.begun = self.step = 0
        self.chip.show_state(Tone.IDLE, "")
        words = trn("{count} step", "{count} steps", count)
        self.beside.show_progress(words, words)
        self.beside.list.steps.begin(steps)
        self.beside.show_steps(count > 0)
        self.question.hide()
        self.result.clear()
        self.response.clear()
        if "difference" in self.__dict__:
            self.difference.clear()
        self._show_if_needed()

    @Slot(object)
    def show_update(self, update: ScriptUpdate) -> None:
        """Handle an update from the script."""
        match update:
            case StepBegun(path, description, number):
                self.begun, self.step = number, path[0] + 1
                self.beside.list.steps.reach(path)
                self.beside.show_progress(
                    tr("Step {number}/{count}", number=self.step, count=self._count),
                    tr(
                        "Step {number} of {count}: {description}",
                        number=self.step,
                        count=self._count,
                        description=description,
                    ),
                )
            case Ask(question, choices, is_hidden):
                self.question.ask(question, choices, is_hidden=is_hidden)
            case Show(content, form):
                self._show(content, form)
            case Finished():
                self.finish(update)
        self._show_if_needed()

    def stop(self) -> None:
        """Hide the question: the connection has ended."""
        self.question.hide()
        self._show_if_needed()

    @Slot()
    def _show_if_needed(self) -> None:
        parts: list[QWidget] = [self.question, self.result, self.response]
        if "difference" in self.__dict__:
            parts.append(self.difference)
        self.setVisible(any(not part.isHidden() for part in parts))

    def _show(self, content: bytes, form: str) -> None:
        if form == "http":
            self.response.show_response(content)
        else:
            self.result.add_result(content)

    def finish(self, finished: Finished, *, says_reason: bool = True) -> None:
        """Show how the script has ended.

        Args:
            finished: how it has ended.
            says_reason: whether to say why it failed; otherwise that is shown elsewhere.
        """
        self.stop()
        if finished.passed:
            self.chip.show_state(Tone.OPEN, tr("PASSED"))
            self.beside.show_progress(tr("Steps"), tr("Every step was done."))
        else:
            self.chip.show_state(Tone.ERROR, tr("FAILED"))
            self.beside.show_progress(tr("Steps"), finished.reason if says_reason else "")
        if finished.comparison is not None:
            self.difference.show_difference(finished)
            self._show_if_needed()
        self.beside.list.steps.finish(finished)
        self.ended.emit(finished)
