"""The question whether a scenario's script may run at an address other than the document's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel
from socket_workbench.language import tr, trn

MOST_LISTED = 6
"""The most addresses that the question lists; it gives the number of the others."""

_WIDTH = 480


class ScriptPlace(NamedTuple):
    """A script, and where it would run.

    Attributes:
        client: the name of the client whose script it is.
        script: the client's part of the document, which identifies the script.
        address: the address to which the client would connect.
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
    """Ask about places that are not confirmed yet.

    Args:
        places: the scripts and their addresses.
        confirmed: confirmed scripts and addresses; those that the user agrees to are added.
        then: called when the user has agreed.
        parent: the parent window.

    Returns:
        Whether there is anything to ask; if so, do not start anything.
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


class ScriptQuestion(Dialog):
    """The dialog with the question; accepted if the scripts may run.

    Attributes:
        run_button: accepts the dialog.
        cancel_button: rejects the dialog, as do Esc and Enter.
    """

    def __init__(self, places: Sequence[ScriptPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH)
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
                "It sends what the scenario says to an address for which it was not written. You"
                " are asked once for each script and address."
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
        """Return the texts of the dialog, one per line."""
        return "\n".join(label.text() for label in self.findChildren(PlainLabel))


def _line(place: ScriptPlace) -> str:
    return tr(
        "{address}  ({client}, written for {written})",
        address=place.address,
        client=place.client,
        written=place.written,
    )
