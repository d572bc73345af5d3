"""A room in which every peer gets the lines of every other.

Lines are told apart by their ends (LF, CR LF, CR) within what one message brought, so that it works
without framing. A line is passed on with the line end it came with: people with a terminal get
lines, and with framing nothing is added to what the framing marks.
"""

from socket_workbench.dialogues.base import NOTHING, Dialogue
from socket_workbench.dialogues.chat_room import ChatRoom, NameRefusedError
from socket_workbench.dialogues.commands import (
    CloseConnection,
    Command,
    Commands,
    SendToOthers,
)
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind, Open, Values
from socket_workbench.dialogues.quoting import quote
from socket_workbench.language import mark

NAMES_TOLD = 100
"""The most names that are listed for a peer that joins or asks; the others are counted."""


class Chat(Dialogue):
    """One peer in the room: first its name is asked for, then its lines go to the others."""

    def __init__(self, room: ChatRoom) -> None:
        self._room = room
        self._name = ""
        self._line_end = b""

    def opened(self, peer: str) -> Commands:
        """Ask for a name."""
        return (b"Welcome! What is your name?",)

    def received(self, message: bytes) -> Commands:
        """Take a name, a command or something to pass on, line by line."""
        commands: list[Command] = []
        for line in message.splitlines(keepends=True) if message else ():
            text = line.rstrip(b"\r\n")
            self._line_end = line[len(text) :]
            if not text.strip():
                continue
            taken = self._take_line(text)
            commands += taken
            if any(isinstance(command, CloseConnection) for command in taken):
                break
        return commands

    def closed(self) -> Commands:
        """Tell the others, however the peer left."""
        return self._leave()

    def _take_line(self, text: bytes) -> Commands:
        if text.startswith(b"/"):
            return self._obey(text)
        if not self._name:
            return self._take_name(text)
        return (SendToOthers(self._name.encode() + b": " + text + self._line_end),)

    def _obey(self, text: bytes) -> Commands:
        word, _, argument = text.strip().partition(b" ")
        if word == b"/quit":
            return self._quit()
        if word == b"/who":
            return (self._line(self._who()),)
        if word == b"/name":
            return self._take_name(argument)
        return (self._line(f"error: unknown command {quote(word)}, use /who, /name or /quit"),)

    def _take_name(self, text: bytes) -> Commands:
        try:
            name = self._room.claim(text, self._name)
        except NameRefusedError as error:
            return (self._line(f"error: {error}"),)
        before, self._name = self._name, name
        if not before:
            return (self._line(f"Hello, {name}! {self._who()}"), self._tell_others("has joined"))
        return (
            self._line(f"You are now {name}."),
            SendToOthers(self._line(f"{before} is now {name}.")),
        )

    def _quit(self) -> Commands:
        bye = self._line(f"Bye, {self._name}!" if self._name else "Bye!")
        return [bye, *self._leave(), CloseConnection(mark("the peer said /quit"))]

    def _leave(self) -> Commands:
        if not self._name:
            return NOTHING
        left = self._tell_others("has left")
        self._room.release(self._name)
        self._name = ""
        return (left,)

    def _who(self) -> str:
        names = self._room.names(NAMES_TOLD)
        if not names:
            return "Nobody is here."
        more = len(self._room) - len(names)
        return f"Here: {', '.join(names)}{f' and {more} more' if more > 0 else ''}."

    def _tell_others(self, what: str) -> SendToOthers:
        return SendToOthers(self._line(f"{self._name} {what}."))

    def _line(self, text: str) -> bytes:
        return text.encode() + self._line_end


def _prepare(values: Values) -> Open:
    room = ChatRoom()
    return lambda: Chat(room)


KIND = DialogueKind(
    name="chat",
    order=90,
    title=mark("Chat room"),
    summary=mark("Passes every line to everyone else; /who, /name and /quit are commands."),
    transports=STREAM_AND_DATAGRAM,
    prepare=_prepare,
)
