"""The form for questions of a scenario."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.plain import plain_line, plain_title
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import tr

_MOST_RADIOS = 5
_LONGEST = 2000
"""The most characters of a question."""


class _Fields(NamedTuple):
    """What a form consists of: the question, three fields of which one is shown, and a mistake."""

    question: WrappedLabel
    line: WholeLine
    combo: Combo
    radios: QWidget
    flow: FlowLayout
    group: QButtonGroup
    mistake: MistakeLabel


class QuestionForm(QFrame):
    """A question with a line edit or choices; hidden while there is none.

    Its fields are created with the first question: most clients are never asked one.

    Signals:
        answered: the user has answered; the form is hidden already.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "question")
        self.hide()

    @cached_property
    def _fields(self) -> _Fields:
        radios = QWidget()
        fields = _Fields(
            question=WrappedLabel("", "title"),
            line=WholeLine(),
            combo=Combo(),
            radios=radios,
            flow=FlowLayout(radios, spacing=12),
            group=QButtonGroup(self),
            mistake=MistakeLabel(),
        )
        answer = PrimaryButton(tr("Answer"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in (fields.line, fields.combo, fields.radios):
            row.addWidget(field, 1)
        row.addWidget(answer, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(fields.question)
        column.addLayout(row)
        column.addWidget(fields.mistake)
        answer.clicked.connect(self._on_answer_given)
        fields.line.textChanged.connect(self._on_line_text_changed)
        fields.line.refused.connect(self._on_line_refused, Qt.ConnectionType.QueuedConnection)
        return fields

    def ask(self, question: str, choices: Sequence[str] = (), *, is_hidden: bool = False) -> None:
        """Show a question; Enter takes the first choice.

        Args:
            question: the question.
            choices: the answers to choose from; none for free text.
            is_hidden: whether the answer is not shown while it is typed.
        """
        mode = WholeLine.EchoMode.Password if is_hidden else WholeLine.EchoMode.Normal
        self._fields.line.setEchoMode(mode)
        self._fields.question.setText(question[:_LONGEST])
        self.setAccessibleName(question)
        self._fields.line.clear()
        self._fields.combo.clear()
        self._fill_radios(choices if len(choices) <= _MOST_RADIOS else ())
        for choice in choices:
            self._fields.combo.addItem(plain_line(choice), choice)
        shown = self._field_for(choices)
        for field in (self._fields.line, self._fields.combo, self._fields.radios):
            field.setVisible(field is shown)
            field.setAccessibleName(question)
        self.show()
        self._take_keyboard(shown)

    def question(self) -> str:
        """Return the question; empty if there is none."""
        return "" if self.isHidden() else self._fields.question.text()

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._fields.mistake.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer on Enter, which the fields leave to their parent.

        Auto-repeat of a key that is held down is ignored.
        """
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._on_answer_given()

    def _field_for(self, choices: Sequence[str]) -> QWidget:
        if not choices:
            return self._fields.line
        return self._fields.radios if len(choices) <= _MOST_RADIOS else self._fields.combo

    def _fill_radios(self, choices: Sequence[str]) -> None:
        for old in self._fields.group.buttons():
            self._fields.group.removeButton(old)
            self._fields.flow.removeWidget(old)
            old.deleteLater()
        for number, choice in enumerate(choices):
            radio = QRadioButton(plain_title(choice))
            radio.setAccessibleName(choice)
            radio.setChecked(number == 0)
            self._fields.group.addButton(radio, number)
            self._fields.flow.addWidget(radio)

    def _take_keyboard(self, shown: QWidget) -> None:
        checked = self._fields.group.checkedButton()
        target = checked if shown is self._fields.radios and checked is not None else shown
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _text(self) -> str:
        if not self._fields.line.isHidden():
            return self._fields.line.text()
        if not self._fields.combo.isHidden():
            return str(self._fields.combo.currentData())
        chosen = self._fields.group.checkedButton()
        return chosen.accessibleName() if chosen is not None else ""

    def _on_line_text_changed(self) -> None:
        self._fields.mistake.show_mistake(self._fields.line, "")

    def _on_line_refused(self) -> None:
        self._fields.mistake.show_mistake(self._fields.line, too_long())

    def _on_answer_given(self) -> None:
        answer = self._text()
        self.hide()
        self.answered.emit(answer)
