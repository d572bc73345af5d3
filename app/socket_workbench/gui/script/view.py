"""The view of a script: its progress, questions and results."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.dialogues.commands import Ask, Finished, ScriptUpdate, Show, StepBegun
from socket_workbench.dialogues.script_steps import Step
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.question_form import QuestionForm
from socket_workbench.gui.script.steps_beside import StepsBeside
from socket_workbench.language import tr, trn

if TYPE_CHECKING:
    from socket_workbench.gui.script.difference_view import DifferenceView
    from socket_workbench.gui.script.http_result import HttpResult
    from socket_workbench.gui.script.result_view import ResultView


class ScriptView(QWidget):
    """Shows a script's questions and results; its steps are beside the conversation.

    Args:
        conversation: what the steps are shown beside.

    Attributes:
        beside: the conversation with the steps; the owner places it.
        chip: how the script ended; empty while it runs.
        question: the form for questions.
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
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.question)
        self._column.addStretch(0)
        self.question.answered.connect(self.answered)
        self.hide()

    # Created on first use: most clients have no script, and few scripts show both.

    @cached_property
    def difference(self) -> "DifferenceView":
        """What the failed step has expected and what came, created when the first step fails."""
        from socket_workbench.gui.script.difference_view import DifferenceView

        view = DifferenceView(self)
        view.closed.connect(self._show_if_needed)
        self._column.insertWidget(1, view)
        return view

    @cached_property
    def result(self) -> "ResultView":
        """The results shown as text, below the question and the difference."""
        from socket_workbench.gui.script.result_view import ResultView

        result = ResultView()
        self._column.insertWidget(1 + ("difference" in self.__dict__), result)
        return result

    @cached_property
    def response(self) -> "HttpResult":
        """The results shown as HTTP responses, below the others."""
        from socket_workbench.gui.script.http_result import HttpResult

        response = HttpResult()
        response.read.connect(self._show_if_needed)
        self._column.insertWidget(self._column.count() - 1, response, 1)
        return response

    def _results(self) -> "list[DifferenceView | ResultView | HttpResult]":
        """Return the views of the difference and of results that were created."""
        names = ("difference", "result", "response")
        return [getattr(self, name) for name in names if name in self.__dict__]

    def begin(self, steps: Sequence[Step]) -> None:
        """Reset for a script with these steps; empty for no script."""
        count = self._count = len(steps)
        self.begun = self.step = 0
        self.chip.show_state(Tone.IDLE, "")
        words = trn("{count} step", "{count} steps", count)
        self.beside.show_progress(words, words)
        self.beside.show_steps(steps)
        self.question.hide()
        for each in self._results():
            each.clear()
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
        parts = (self.question, *self._results())
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
