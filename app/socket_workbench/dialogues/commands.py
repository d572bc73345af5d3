"""The commands that a dialogue returns.

A dialogue never touches a socket, a thread or a clock. It returns messages, to be sent to the peer
with the endpoint's framing, and commands; whoever runs it carries them out in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from socket_workbench.dialogues.script_comparison import Comparison


@dataclass(frozen=True, slots=True)
class SendToOthers:
    """Send one message to every other peer of the same server."""

    message: bytes


@dataclass(frozen=True, slots=True)
class SendEof:
    """Half-close: nothing more will be sent, receiving goes on. Datagrams ignore it."""


@dataclass(frozen=True, slots=True)
class CloseConnection:
    """Close the connection; over datagrams, forget the peer.

    Attributes:
        reason: why, in a few words that are translated where they are shown, such as `the peer
            said exit`; empty where the peer's end is the reason.
        resets: whether to break it off with RST instead of an orderly end.
    """

    reason: str = ""
    resets: bool = False


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Call `Dialogue.timer(name)` after the given seconds; the same name again replaces it.

    Attributes:
        name: of the timer.
        seconds: until it runs out.
        is_deadline: whether it limits how long the peer may take. Its time counts anew from when a
            call was last held in step mode, for until then a person may have kept the peer waiting.
    """

    name: str
    seconds: float
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget a timer that has not fired; unknown names are ignored."""

    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """Write a line into the log; nothing goes over the wire.

    Attributes:
        text: the line.
        is_mark: whether its row is marked, to be found again.
    """

    text: str
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class StateEntered:
    """The conversation is in another state now, which is shown beside it.

    Attributes:
        name: of the state.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the person who runs the conversation; the answer comes to `Dialogue.answered`.

    Attributes:
        question: what to ask, to be translated where it is shown.
        choices: the answers to choose from; empty for free text.
        is_hidden: whether the answer is not shown while it is typed.
    """

    question: str
    choices: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """Show the person a result.

    Attributes:
        content: the bytes to show.
        form: `text`, or `http` to show a response's status and headers apart from its body.
    """

    content: bytes
    form: str = "text"


@dataclass(frozen=True, slots=True)
class StepBegun:
    """A script has come to a step.

    Attributes:
        path: its place in the script, from 0, and within each repeated group it stands in.
        description: what the step does or waits for, in the reader's language.
        number: which step of the run it is, from 1; those of each round count again.
    """

    path: tuple[int, ...]
    description: str
    number: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A script is over.

    Attributes:
        passed: whether every expectation held.
        reason: why it failed, as a sentence; empty when it passed.
        expected: what was expected, in words; empty if no expectation failed.
        received: what was received instead, in words; empty if no expectation failed.
        comparison: the bytes that came, and those that were expected; None if nothing was compared.
    """

    passed: bool
    reason: str = ""
    expected: str = ""
    received: str = ""
    comparison: Comparison | None = None

    @property
    def difference(self) -> str:
        """Where what came begins to differ, in hexadecimal; empty if that says nothing."""
        return self.comparison.describe() if self.comparison is not None else ""


@dataclass(frozen=True, slots=True)
class Save:
    """Bytes that a script would have saved to a file, if whoever runs it has said where to.

    Attributes:
        file: the name, below the folder for files.
        content: the bytes.
    """

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """A script waits at a meeting; `Dialogue.met` is called when all others are there.

    Attributes:
        name: of the meeting.
        values: what the others get, by the names of variables.
    """

    name: str
    values: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Marked:
    """A row of the log is to be marked.

    Attributes:
        time: of the row, in nanoseconds since 1970.
    """

    time: int


ScriptUpdate = Ask | Show | Save | Arrived | StepBegun | Marked | Finished
"""Commands of a script that are for the person who runs it, not for the connection."""

Command = (
    bytes
    | SendToOthers
    | SendEof
    | CloseConnection
    | StartTimer
    | CancelTimer
    | Note
    | StateEntered
    | ScriptUpdate
)
"""Bytes are a message to send, without an object around them: nearly every command is one."""

Commands = tuple[Command, ...] | list[Command]
