"""Writes a ladder as the text of a Mermaid sequence diagram."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from socket_workbench.journal.event import Role
from socket_workbench.journal.ladder.columns import Lifeline
from socket_workbench.journal.ladder.index import NONE
from socket_workbench.journal.ladder.picture import Picture
from socket_workbench.journal.ladder.shapes import Box, Head, Line, Text
from socket_workbench.language import tr

_SAFE = frozenset(" ()[]'.,_-/=+*!?→·…")
_NOBODY = "L1"
"""What stands beside no lifeline is a note over this one."""

_ARROWS = {
    (Head.NONE, False): "->",
    (Head.NONE, True): "-->",
    (Head.ARROW, False): "->>",
    (Head.ARROW, True): "-->>",
    (Head.OPEN, False): "-)",
    (Head.OPEN, True): "--)",
    (Head.CROSS, False): "-x",
    (Head.CROSS, True): "--x",
}


def mermaid(picture: Picture) -> str:
    """Return the lines after `sequenceDiagram`."""
    return "".join(f"    {line}\n" for line in _Lines(picture).lines())


class _Lines:
    def __init__(self, picture: Picture) -> None:
        self._columns = picture.columns.columns
        self._names: dict[tuple[int, Lifeline], str] = {}
        for place, column in enumerate(self._columns):
            for lifeline in column.lifelines:
                self._names.setdefault((place, lifeline), f"L{len(self._names) + 1}")
        self._arrows: dict[int, list[Line]] = defaultdict(list)
        self._texts: dict[int, list[Text]] = defaultdict(list)
        self._boxes: list[Box] = []
        # What stands below all rows.
        self._below: list[Text] = []
        for shape in picture.shapes:
            if isinstance(shape, Box):
                self._boxes.append(shape)
            elif isinstance(shape, Line) and shape.row >= 0:
                self._arrows[shape.row].append(shape)
            elif isinstance(shape, Text) and shape.row >= 0:
                self._texts[shape.row].append(shape)
            elif isinstance(shape, Text) and shape.align:
                self._below.append(shape)

    def lines(self) -> Iterator[str]:
        for (_, lifeline), name in self._names.items():
            title = f"{quoted(lifeline.title)}<br/>{quoted(lifeline.detail)}"
            yield f"participant {name} as {title}"
        if not self._names:
            title = quoted(tr("session"))
            yield f"participant {_NOBODY} as {title}"
        rows = sorted({*self._arrows, *self._texts})
        activity = Activity(self._boxes, self._name)
        for row in rows:
            yield from activity.before(row)
            yield from self._row(row)
        yield from activity.after_all()
        for text in self._below:
            yield f"Note over {_NOBODY}: {quoted(text.text)}"

    def _row(self, row: int) -> Iterator[str]:
        texts = self._texts[row]
        said = next((text.text for text in texts if not text.align), "")
        notes = [text for text in texts if text.align]
        seen: set[frozenset[str]] = set()
        for line in self._arrows[row]:
            begin, end = self._name(line.begin, row), self._name(line.end, row)
            if not (begin and end):
                # The other end has done nothing yet that is recorded.
                notes.append(Text(0, 0, 1, said, 0, column=line.begin if begin else line.end))
                continue
            # The way back of a set-up is the same line.
            if frozenset((begin, end)) not in seen:
                seen.add(frozenset((begin, end)))
                is_accepted = self._columns[line.begin].role is Role.SESSION and notes
                words = quoted(notes.pop().text if is_accepted else said) or "·"
                yield f"{begin}{_ARROWS[line.head, line.is_dashed]}{end}: {words}"
        for text in notes:
            yield self._note(row, text)

    def _note(self, row: int, text: Text) -> str:
        name = self._name(text.column, row)
        if not name:
            return f"Note over {_NOBODY}: {quoted(text.text)}"
        side = "right" if self._columns[text.column].role is Role.CLIENT else "left"
        return f"Note {side} of {name}: {quoted(text.text)}"

    def _name(self, column: int, row: int) -> str:
        """Return the name of the lifeline that a column has at a row; empty if it has none."""
        lifeline = self._columns[column].at(row) if column >= 0 else None
        return "" if lifeline is None else self._names[column, lifeline]


class Activity:
    """The lines that begin and end the bars of calls, which Mermaid calls activations.

    A bar that ends must have begun, and only the last one that a participant has begun can end;
    which one it was is not seen.

    Args:
        boxes: the calls.
        name: returns the name of the participant in a column at a row; empty if there is none.
    """

    def __init__(self, boxes: Iterable[Box], name: Callable[[int, int], str]) -> None:
        # The next one last.
        self._coming = sorted(boxes, key=lambda box: box.first, reverse=True)
        self._name = name
        self._active: list[tuple[float, str]] = []

    def before(self, row: int) -> Iterator[str]:
        """Yield the lines that stand before those of a row; rows come in order."""
        for last, name in self._active:
            if last < row:
                yield f"deactivate {name}"
        self._active = [each for each in self._active if each[0] >= row]
        while self._coming and self._coming[-1].first <= row:
            box = self._coming.pop()
            last = math.inf if box.last == NONE else box.last
            name = self._name(box.column, row)
            if name and last >= row:
                self._active.append((last, name))
                yield f"activate {name}"

    def after_all(self) -> Iterator[str]:
        """Yield the lines that stand after all rows."""
        for _, name in self._active:
            yield f"deactivate {name}"


def quoted(text: str) -> str:
    """Escape what has a meaning in Mermaid, as numbers of characters: `#59;` for a semicolon."""
    return "".join(
        character if _is_safe(character) else f"#{ord(character)};" for character in text
    ).strip()


def _is_safe(character: str) -> bool:
    is_letter = character.isalnum() or (ord(character) > 0xFF and character.isprintable())
    return character in _SAFE or is_letter
