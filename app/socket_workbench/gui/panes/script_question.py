"""Asks before a scenario's script speaks to a computer for which it was not written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel
from socket_workbench.language import tr, trn

MOST_LISTED = 6
"""The most addresses that the question lists; it gives the number of the others."""


class ScriptPlace(NamedTuple):
    """A script, and where it would run.

    Attributes:
        client: the name of the client whose script it is.
        script: the client's part of the document: the script is another one when it changes.
        address: where it would run.
        written: the address in the document.
    """

    client: str
    script: bytes
    address: str
    written: str


def ask_about_places(
    places: Sequence[ScriptPlace],
    confirmed: set[tuple[bytes, str]],
    then: Callable[[], object],
    parent: QWidget | None,
) -> bool:
    """Ask about places that nobody has confirmed yet.

    Args:
        places: where scripts would run.
        confirmed: scripts and addresses that were confirmed; those of an answer are added.
        then: called when a person has agreed.
        parent: the window that waits for the answer.

    Returns:
        Whether there is anything to ask; nothing may be started then.
    """
    asked = [place for place in places if (place.script, place.address) not in confirmed]
    if not asked:
        return False
    question = ScriptQuestion(asked, parent)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.accepted.connect(partial(_confirm, asked, confirmed, then))
    question.open()
    return True


def _confirm(
    places: Sequence[ScriptPlace], confirmed: set[tuple[bytes, str]], then: Callable[[], object]
) -> None:
    confirmed.update((place.script, place.address) for place in places)
    then()


class ScriptQuestion(QDialog):
    """Accepted where scripts may run at these places.

    Attributes:
        run_button: lets them.
        cancel_button: starts nothing; Esc and Enter do so too.
    """

    def __init__(self, places: Sequence[ScriptPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Run the script there?"))
        addresses = list(dict.fromkeys(place.address for place in places))
        question = PlainLabel(
            tr("Run the scenario's script against {address}?", address=addresses[0])
            if len(addresses) == 1
            else tr("Run the scenario's scripts against these addresses?"),
            "title",
        )
        reason = PlainLabel(
            tr(
                "It sends what the scenario says to another computer, for which it was not written."
                " You are asked once for each script and address."
            )
        )
        for label in (question, reason):
            label.setWordWrap(True)
        self.cancel_button = PlainButton(tr("Cancel"))
        self.cancel_button.setDefault(True)
        self.run_button = PrimaryButton(tr("Run there"))
        self.cancel_button.clicked.connect(self.reject)
        self.run_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.run_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(question)
        for place in places[:MOST_LISTED]:
            column.addWidget(ElidedLabel(_line(place), "mono", Qt.TextElideMode.ElideRight))
        if len(places) > MOST_LISTED:
            more = len(places) - MOST_LISTED
            column.addWidget(PlainLabel(trn("and {count} more", "and {count} more", more)))
        column.addWidget(reason)
        column.addLayout(buttons)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return all that is asked and explained, a line each."""
        return "\n".join(label.text() for label in self.findChildren(PlainLabel))


def _line(place: ScriptPlace) -> str:
    return tr(
        "{address}  ({client}, written for {written})",
        address=place.address,
        client=place.client,
        written=place.written,
    )
