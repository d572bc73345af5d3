"""The choice whether a scenario's steps or the user send for a client."""

from collections.abc import Callable

from msgspec import json, structs
from PySide6.QtWidgets import QWidget

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.script_steps import Step
from socket_workbench.gui.panes.script_question import ScriptPlace
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.language import tr
from socket_workbench.scenarios.addresses import document_endpoint, reachable
from socket_workbench.scenarios.model import ClientDocument
from socket_workbench.scenarios.settings import client_settings, client_steps
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.interfaces import is_open_to_network


class ScriptChoice(QuietButton):
    """A toggle button that is hidden if there are no steps, or while they cannot be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Script"), "scroll-text", parent=parent)
        self._document: ClientDocument | None = None
        self._steps: tuple[Step, ...] = ()
        self._is_offered = True
        self.setCheckable(True)
        self.setChecked(True)
        self.setToolTip(tr("Let the scenario's steps speak when the client connects."))
        self.hide()

    def offer(self, document: ClientDocument | None) -> tuple[Step, ...]:
        """Set the steps of a scenario's client, and return them."""
        self._document = document
        self._steps = () if document is None else client_steps(document)
        self._show_if_needed()
        return self._steps

    def set_offered(self, offered: bool) -> None:
        """Set whether the choice can be made: not while the client runs; it is hidden then."""
        self._is_offered = offered
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        self.setVisible(self._is_offered and bool(self._steps))

    @property
    def document(self) -> ClientDocument | None:
        """The client of a scenario whose steps are offered; None without any."""
        return self._document

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that will run."""
        return self._steps if self.isChecked() else ()

    def written(self) -> str:
        """Return the scenario's client as JSON, for the next start of the program; or nothing."""
        return "" if self._document is None else json.encode(self._document).decode()

    def read(self, written: object) -> tuple[Step, ...]:
        """Set what `written` has returned; other values, and those with a mistake, set nothing."""
        try:
            document = json.decode(str(written), type=ClientDocument)
            client_steps(document)
        except ValueError:
            return self._steps
        return self.offer(document)

    def script(self, framing: str, endpoint: Endpoint) -> Callable[[Endpoint], Dialogue] | None:
        """Return the script for a client with this framing and address; None if the user sends."""
        if self._document is None or not self.steps():
            return None
        options = {**self._document.options, "framing": framing}
        document = structs.replace(self._document, options=options)
        return client_settings(document, endpoint).script

    def foreign_place(self, endpoint: Endpoint) -> ScriptPlace | None:
        """Return the script with the address where it would run, if that has to be confirmed.

        That is not needed on this computer, nor at the address in the document.
        """
        if self._document is None or not self.steps():
            return None
        written = document_endpoint(self._document.endpoint)
        if endpoint in (written, reachable(written)) or not is_open_to_network(reachable(endpoint)):
            return None
        script = json.encode(self._document)
        return ScriptPlace(self._document.name, script, str(endpoint), str(written))
