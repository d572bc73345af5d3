"""Takes everything and answers nothing (RFC 863)."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.language import mark


class PrintOnly(Dialogue):
    """Says nothing; what comes is seen in the log."""


KIND = DialogueKind(
    name="print-only",
    order=80,
    title=mark("Print only"),
    summary=mark("Answers nothing; what comes is shown in the log (RFC 863, discard)."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: PrintOnly,
)
