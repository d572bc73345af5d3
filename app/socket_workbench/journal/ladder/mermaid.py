"""Writes a ladder as the text of a Mermaid sequence diagram."""

from collections import defaultdict
from collections.abc import Iterator

from socket_workbench.journal.event import Role
from socket_workbench.journal.ladder.columns import Lifeline
from socket_workbench.journal.ladder.picture import Picture
from socket_workbench.journal.ladder.shapes import Head, Line, Text

_SAFE = frozenset(" ()[]'.,_-/=+*!?→·…")
_ARROWS = {
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
        self._picture = picture
        self._names: dict[tuple[int, Lifeline], str] = {}
        for place, column in enumerate(picture.columns.columns):
            for lifeline in column.lifelines:
                self._names.setdefault((place, lifeline), f"L{len(self._names) + 1}")

    def lines(self) -> Iterator[str]:
        for (_, lifeline), name in self._names.items():
            title = f"{quoted(lifeline.title)}<br/>{quoted(lifeline.detail)}"
            yield f"participant {name} as {title}"
        arrows: dict[int, list[Line]] = defaultdict(list)
        texts: dict[int, list[Text]] = defaultdict(list)
        for shape in self._picture.shapes:
            if isinstance(shape, Line) and shape.row >= 0:
                arrows[shape.row].append(shape)
            elif isinstance(shape, Text) and not shape.is_bold and shape.row >= 0:
                texts[shape.row].append(shape)
        for row in sorted({*arrows, *texts}):
            yield from self._row(row, arrows[row], texts[row])
        for shape in self._picture.shapes:
            if isinstance(shape, Text) and shape.row < 0 and not shape.align:
                continue
            if isinstance(shape, Text) and shape.row < 0 and self._names:
                yield f"Note over L1: {quoted(shape.text)}"

    def _row(self, row: int, arrows: list[Line], texts: list[Text]) -> Iterator[str]:
        said = next((text.text for text in texts if not text.align), "")
        notes = [text for text in texts if text.align]
        seen: set[frozenset[str]] = set()
        for line in arrows:
            begin, end = self._ends(line)
            # The way back of a set-up is the same line.
            if frozenset((begin, end)) not in seen:
                seen.add(frozenset((begin, end)))
                is_accepted = self._role(line.x1) is Role.SESSION and notes
                words = quoted(notes.pop().text if is_accepted else said) or "·"
                yield f"{begin}{_ARROWS[line.head, line.is_dashed]}{end}: {words}"
        for text in notes:
            yield self._note(row, text)

    def _role(self, x: float) -> Role:
        return self._picture.columns.columns[self._column(x)].role

    def _note(self, row: int, text: Text) -> str:
        column = self._column(text.x)
        side = "right" if self._role(text.x) is Role.CLIENT else "left"
        return f"Note {side} of {self._name(column, row)}: {quoted(text.text)}"

    def _ends(self, line: Line) -> tuple[str, str]:
        begin = self._column(line.x1)
        end = self._column(line.x2)
        if begin == end:
            # It ends on its way.
            end += 1 if line.x2 > line.x1 else -1
        return self._name(begin, line.row), self._name(end, line.row)

    def _column(self, x: float) -> int:
        xs = self._picture.xs
        return min(range(len(xs)), key=lambda place: abs(xs[place] - x))

    def _name(self, column: int, row: int) -> str:
        columns = self._picture.columns.columns
        place = min(max(column, 0), len(columns) - 1)
        lifeline = columns[place].at(row)
        return self._names[place, lifeline] if lifeline is not None else "L1"


def quoted(text: str) -> str:
    """Escape what has a meaning in Mermaid, as numbers of characters: `#59;` for a semicolon."""
    return "".join(
        character if _is_safe(character) else f"#{ord(character)};" for character in text
    ).strip()


def _is_safe(character: str) -> bool:
    is_letter = character.isalnum() or (ord(character) > 0xFF and character.isprintable())
    return character in _SAFE or is_letter
