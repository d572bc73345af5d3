"""The about box: name, versions and licences."""

import platform

import PySide6
from PySide6.QtCore import Qt, QTimer, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

import socket_workbench
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel, ThemedSign
from socket_workbench.language import tr

NAME = "Socket Workbench"
"""The program's name; it is the same in every language."""

_COPIED_MILLISECONDS = 1500


def about_facts() -> list[tuple[str, str]]:
    """Return the facts below the name as pairs of title and value."""
    return [
        (tr("Version"), socket_workbench.__version__),
        (tr("Licence"), "MIT"),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide6", PySide6.__version__),
        (tr("System"), platform.platform(aliased=True, terse=True)),
        (tr("Fonts"), "Inter, JetBrains Mono (OFL 1.1)"),
        (tr("Icons"), "Lucide (ISC)"),
    ]


def about_text() -> str:
    """Return the whole text of the box, one fact per line; also used in crash reports."""
    return "\n".join([NAME, *(f"{title}: {fact}" for title, fact in about_facts())])


class About(Dialog):
    """Shows name, version, licence and platform; the text is selectable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About {program}", program=NAME))
        self._copy = PlainButton(tr("Copy"), "copy")
        self._copy.setToolTip(tr("Copy all of this as text"))
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MILLISECONDS)
        self._licences = PlainButton(tr("Licences…"))
        self._licences.setToolTip(tr("Show the licences of all that this program is made of"))
        self._close = PrimaryButton(tr("Close"))
        for button in (self._licences, self._copy, self._close):
            button.setAutoDefault(True)
        self._close.setDefault(True)
        self._arrange()
        self._copy.clicked.connect(self._on_copy_clicked)
        self._copied.timeout.connect(self._on_copied_timeout)
        self._licences.clicked.connect(self._on_licences_clicked)
        self._close.clicked.connect(self.accept)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(ThemedSign("network", "accent", 2.0), 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(PlainLabel(NAME, "heading", selectable=True))
        purpose = tr("Start TCP, UDP and Unix servers, connect clients, and see every byte.")
        names.addWidget(PlainLabel(purpose, "dim", selectable=True))
        head.addLayout(names, 1)
        card = Card()
        card.body.addLayout(_grid(about_facts()))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._licences)
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(card)
        column.addLayout(buttons)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(about_text())
        self._copy.show_icon("check")
        self._copied.start()

    def _on_licences_clicked(self) -> None:
        from socket_workbench.gui.licences.dialog import Licences

        dialog = Licences(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_copied_timeout(self) -> None:
        self._copy.show_icon("copy")


def _grid(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, (title, fact) in enumerate(facts):
        name = PlainLabel(title, "dim")
        # Selectable text is drawn one pixel higher than other text.
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(name, row, 0)
        label = PlainLabel(fact, selectable=True)
        label.setAccessibleDescription(title)
        grid.addWidget(label, row, 1)
    return grid
