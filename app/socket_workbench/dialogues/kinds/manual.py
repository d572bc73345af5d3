"""Leaves the conversation to a person."""

from socket_workbench.dialogues.base import NOTHING, Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.language import mark


class Manual(Dialogue):
    """Says and ends nothing by itself."""

    def end_of_stream(self) -> Commands:
        """Stay open: the person may still have something to send."""
        return NOTHING


KIND = DialogueKind(
    name="manual",
    order=110,
    title=mark("Manual"),
    summary=mark("Answers nothing by itself; you type the answers and close the connection."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: Manual,
)
