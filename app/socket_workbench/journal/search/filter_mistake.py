"""The error for a filter that cannot be understood."""

import re

from socket_workbench.language import tr

_WORD = re.compile(r"[^\s,]+|\S")


class FilterError(ValueError):
    """A filter that cannot be understood; `str()` is a sentence with the column.

    Attributes:
        column: where the mistake is, from 1.
        problem: what is wrong, without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem

    def place(self, text: str) -> tuple[int, int]:
        """Return what of a filter's text is wrong: from one place to before another, from 0.

        It is the word that the mistake is in; if there is none, because something is missing, the
        word before.
        """
        start = min(self.column - 1, len(text))
        if found := _WORD.match(text, start):
            return found.span()
        *_, last = text[:start].split() or ("",)
        end = len(text[:start].rstrip())
        return end - len(last), end
