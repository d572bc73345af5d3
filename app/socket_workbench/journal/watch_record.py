"""The events of a watched program, beside its calls: what it writes, and hints on mistakes."""

from typing import NamedTuple

from socket_workbench.payload.escapes import show_escapes

_MOST_DIGITS = 9


class HintRecord(NamedTuple):
    """A hint on a likely mistake; its text has these fields with tabs between them.

    Attributes:
        sentence: what is wrong, and what to do.
        topic: its name, the same in every language, such as `eof-not-checked`.
        kind: `E` an error names it, `C` a contract of the interface is broken, `W` something waits,
            which is stated as a fact, `T` a tip.
        file: the source file; empty where none is known.
        line: the line in it, from 1; 0 where none is known.
    """

    sentence: str
    topic: str = ""
    kind: str = ""
    file: str = ""
    line: int = 0

    @classmethod
    def read(cls, text: str) -> "HintRecord":
        """Read what `text` has written; never raises, whatever it is."""
        sentence, topic, kind, file, line = (*text.split("\t"), "", "", "", "")[:5]
        return cls(sentence, topic, kind, file, line_number(line))

    def text(self) -> str:
        """Write it as the text of an event."""
        fields = self.sentence, self.topic, self.kind, self.file
        return "\t".join([*map(without_tabs, fields), str(self.line or "")])

    def words(self) -> str:
        """Return the sentence with its place, for people."""
        where = place_words(self.file, self.line)
        return f"{self.sentence}  {where}" if where else self.sentence

    def members(self) -> dict[str, object]:
        """Return what a JSON object of the event has beside the members of every event."""
        return {
            "topic": self.topic,
            "class": self.kind,
            "file": self.file or None,
            "line": self.line or None,
        }


def output_words(payload: bytes, length: int) -> str:
    """Return what a watched program has written, in one line."""
    more = "…" if length > len(payload) else ""
    return show_escapes(payload.removesuffix(b"\n")) + more


def place_words(file: str, line: int) -> str:
    """Return a place in a source file as `server.py:14`; empty where none is known."""
    name = file.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{line}" if name and line else name


def without_tabs(text: str) -> str:
    """Return a text that can be a field between tabs."""
    return text.replace("\t", "\\t")


def line_number(text: str) -> int:
    """Read the number of a line; 0 for anything else."""
    is_number = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if is_number else 0
