"""How a report is shown: a notice that there is one, and a dialog with its text."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.threads.job import Job
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel, WrappedLabel
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, read_regular
from socket_workbench.user_folders import log_file

_WIDTH = 760
_HEIGHT = 460
_COPIED_MILLISECONDS = 1500

_MOST_BYTES = 4 * 1024 * 1024
"""The largest log file that is read; the program writes smaller ones."""


class FaultNotice(Notice):
    """A notice with a button that shows the report.

    Signals:
        report_requested: the button was pressed.
    """

    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleDescription(tr("Something in the program failed"))
        self.report_button = PlainButton(tr("Show the report"))
        self.report_button.setProperty("looks", "small")
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(2, self.report_button, 0, Qt.AlignmentFlag.AlignTop)
        self.report_button.clicked.connect(self.report_requested)


class ReportDialog(Dialog):
    """Shows a text, which the button Copy copies whole.

    Args:
        title: the title of the window, repeated as a heading.
        sentence: what the text is.
        text: the text.
        parent: the window that it belongs to.
    """

    def __init__(
        self, title: str, sentence: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self.setWindowTitle(title)
        self.text = TextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("type", "mono")
        self.text.setLineWrapMode(TextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.copy_button = PlainButton(tr("Copy"), "copy")
        self.copy_button.setToolTip(tr("Copy all of this as text"))
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MILLISECONDS)
        close = PrimaryButton(tr("Close"))
        for button in (self.copy_button, close):
            button.setAutoDefault(True)
        close.setDefault(True)
        self._arrange(title, sentence, close)
        self.show_text(text)
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self._copied.timeout.connect(self._on_copied_timeout)
        close.clicked.connect(self.accept)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def show_text(self, text: str) -> None:
        """Show a text from its end, where the newest is."""
        self.text.setPlainText(text)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _arrange(self, title: str, sentence: str, close: QWidget) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(close)
        words = WrappedLabel(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, "heading", selectable=True))
        column.addWidget(words)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        self.copy_button.show_icon("check")
        self._copied.start()

    def _on_copied_timeout(self) -> None:
        self.copy_button.show_icon("copy")


class LogFileDialog(ReportDialog):
    """Shows the program's log, which is read in a job."""

    def __init__(self, parent: QWidget | None = None) -> None:
        path = log_file()
        super().__init__(
            tr("Log file"),
            tr("What the program did and what failed in it, without contents: {path}", path=path),
            parent=parent,
        )
        self._reading = Job(
            "read the log",
            lambda token: read_regular(path, _MOST_BYTES).decode("utf-8", "backslashreplace"),
            self,
            errors=(UnreadableFileError,),
        )
        self._reading.succeeded.connect(self.show_text)
        self._reading.failed.connect(self._on_reading_failed)
        self._reading.start()

    @Slot(str)
    def _on_reading_failed(self, reason: str) -> None:
        self.show_text(tr("The log cannot be read: {reason}.", reason=reason))
