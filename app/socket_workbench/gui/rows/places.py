"""Where bytes of a payload stand in the text that is shown of them."""

from collections.abc import Callable, Iterable, Sequence

from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.text import decoder, shown


def text_places(
    data: bytes,
    encoding: str,
    spans: Iterable[tuple[int, int]],
    length: Callable[[str], int] | None = None,
) -> list[tuple[int, int]]:
    """Return where spans of bytes are in the text shown of them, in characters.

    Args:
        data: the bytes.
        encoding: in which they are shown.
        spans: first bytes and those behind the last, ascending, none within another.
        length: returns how many characters are shown of a text; None where it is one line.
    """
    if length is None:

        def length(text: str) -> int:
            return len(shown(text, encoding))

    begun = decoder(encoding)
    places = []
    position = characters = 0
    for first, end in spans:
        characters += length(begun.feed(data[position:first]))
        begin = characters
        characters += length(begun.feed(data[first:end]))
        places.append((begin, characters))
        position = end
    return places


def line_places(line: LogLine, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where spans of a line's bytes are in its last text."""
    if not spans:
        return []
    # The ellipsis stands for bytes that are not seen.
    length = len(line.texts[-1].removesuffix(" …"))
    found = text_places(line.shown, line.encoding, spans, None if line.direction else len)
    return [(begin, min(end, length)) for begin, end in found if begin < length and begin < end]
