"""The form for questions of a scenario."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.plain import plain_line, plain_title
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import tr

_MOST_RADIOS = 5
_LONGEST = 2000
"""The most characters of a question."""


class QuestionForm(QFrame):
    """A question with a line edit or choices; hidden while there is none.

    Signals:
        answered: the user has answered; the form is hidden already.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "question")
        self._question = WrappedLabel("", "title")
        self._line = WholeLine()
        self._mistake = MistakeLabel()
        self._combo = QComboBox()
        self._radios = QWidget()
        self._flow = FlowLayout(self._radios, spacing=12)
        self._group = QButtonGroup(self)
        self._answer = PrimaryButton(tr("Answer"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in (self._line, self._combo, self._radios):
            row.addWidget(field, 1)
        row.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addLayout(row)
        column.addWidget(self._mistake)
        self._answer.clicked.connect(self._on_answer_given)
        self._line.textChanged.connect(self._on_line_text_changed)
        self._line.refused.connect(self._on_line_refused, Qt.ConnectionType.QueuedConnection)
        self.hide()

    def ask(self, question: str, choices: Sequence[str] = (), *, is_hidden: bool = False) -> None:
        """Show a question; Enter takes the first choice.

        Args:
            question: the question.
            choices: the answers to choose from; none for free text.
            is_hidden: whether the answer is not shown while it is typed.
        """
        mode = WholeLine.EchoMode.Password if is_hidden else WholeLine.EchoMode.Normal
        self._line.setEchoMode(mode)
        self._question.setText(question[:_LONGEST])
        self.setAccessibleName(question)
        self._line.clear()
        self._combo.clear()
        self._fill_radios(choices if len(choices) <= _MOST_RADIOS else ())
        for choice in choices:
            self._combo.addItem(plain_line(choice), choice)
        shown = self._field_for(choices)
        for field in (self._line, self._combo, self._radios):
            field.setVisible(field is shown)
            field.setAccessibleName(question)
        self.show()
        self._take_keyboard(shown)

    def question(self) -> str:
        """Return the question; empty if there is none."""
        return "" if self.isHidden() else self._question.text()

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._mistake.text()

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
            return self._line
        return self._radios if len(choices) <= _MOST_RADIOS else self._combo

    def _fill_radios(self, choices: Sequence[str]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._flow.removeWidget(old)
            old.deleteLater()
        for number, choice in enumerate(choices):
            radio = QRadioButton(plain_title(choice))
            radio.setAccessibleName(choice)
            radio.setChecked(number == 0)
            self._group.addButton(radio, number)
            self._flow.addWidget(radio)

    def _take_keyboard(self, shown: QWidget) -> None:
        checked = self._group.checkedButton()
        target = checked if shown is self._radios and checked is not None else shown
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _text(self) -> str:
        if not self._line.isHidden():
            return self._line.text()
        if not self._combo.isHidden():
            return str(self._combo.currentData())
        chosen = self._group.checkedButton()
        return chosen.accessibleName() if chosen is not None else ""

    def _on_line_text_changed(self) -> None:
        self._mistake.show_mistake(self._line, "")

    def _on_line_refused(self) -> None:
        self._mistake.show_mistake(self._line, too_long())

    def _on_answer_given(self) -> None:
        answer = self._text()
        self.hide()
        self.answered.emit(answer)
