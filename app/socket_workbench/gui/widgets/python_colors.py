"""Colours the syntax of Python source text."""

import builtins
import keyword
import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from socket_workbench.gui.looks.palette import tokens

MOST_COLORED = 1 << 17
"""Characters up to which a text is coloured: it is done in the window's thread."""

_IN_STRING = {"'''": 1, '"""': 2}
_QUOTES = {state: quotes for quotes, state in _IN_STRING.items()}

_KEYWORDS = frozenset({*keyword.kwlist, "match", "case", "type"} - {"True", "False", "None"})
_CONSTANTS = frozenset({"True", "False", "None", *dir(builtins)})

_TOKEN = re.compile(
    r"""(?P<comment>\#.*)
    |(?P<decorator>^\s*@[\w.]*)
    |\b(?:def|class)\s+(?P<defined>\w+)
    |(?P<long>(?:\b[rRbBuUfFtT]{1,2})?(?:'''|\"{3}))
    |(?P<string>(?:\b[rRbBuUfFtT]{1,2})?(?:'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?))
    |(?P<number>\b\d[\w.]*)
    |(?P<word>[^\W\d]\w*)""",
    re.VERBOSE,
)


class PythonColors(QSyntaxHighlighter):
    """Colours the text of a document as Python, line by line; never changes the text.

    Args:
        document: whose text is coloured.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._read_tokens()

    def use_theme(self) -> None:
        """Use the colours of the theme in use."""
        before = self._formats
        self._read_tokens()
        if self._formats != before:
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour a line."""
        document = self.document()
        if document is None or document.characterCount() > MOST_COLORED:
            return
        start = self._end_long_string(text, 0, max(self.previousBlockState(), 0))
        while start >= 0:
            found = _TOKEN.search(text, start)
            if found is None:
                self.setCurrentBlockState(0)
                return
            start = self._color(text, found)

    def _color(self, text: str, found: re.Match[str]) -> int:
        """Colour a token; returns where to go on, -1 if a string goes on in the next line."""
        kind = found.lastgroup or ""
        begin, end = found.span()
        if kind == "long":
            self.setFormat(begin, end - begin, self._formats["string"])
            return self._end_long_string(text, end, _IN_STRING[found.group()[-3:]])
        if kind == "defined":
            self.setFormat(begin, found.start(kind) - begin, self._formats["keyword"])
            begin = found.start(kind)
        elif kind == "word":
            word = found.group()
            is_name = begin > 0 and text[begin - 1] == "."
            kind = "" if is_name else "keyword" if word in _KEYWORDS else ""
            kind = kind or ("number" if word in _CONSTANTS and not is_name else "")
        if kind in self._formats:
            self.setFormat(begin, end - begin, self._formats[kind])
        return end

    def _end_long_string(self, text: str, start: int, state: int) -> int:
        """Colour up to the end of a string with three quotes; -1 if that is not in this line."""
        if state not in _QUOTES:
            return start
        end = _closing(text, start, _QUOTES[state])
        self.setFormat(start, (len(text) if end < 0 else end) - start, self._formats["string"])
        self.setCurrentBlockState(state if end < 0 else 0)
        return end

    def _read_tokens(self) -> None:
        colors = tokens()
        chosen = {
            "comment": colors.dim,
            "decorator": colors.waiting,
            "defined": colors.to_client,
            "string": colors.open,
            "number": colors.waiting,
            "keyword": colors.to_server,
        }
        self._formats = {}
        for kind, name in chosen.items():
            chars = QTextCharFormat()
            chars.setForeground(QColor(name))
            chars.setFontItalic(kind == "comment")
            if kind == "defined":
                chars.setFontWeight(QFont.Weight.DemiBold)
            self._formats[kind] = chars


def _closing(text: str, start: int, quotes: str) -> int:
    """Return where a string with three quotes ends, behind the quotes; -1 if not in this line."""
    while start < len(text):
        if text[start] == "\\":
            start += 2
        elif text.startswith(quotes, start):
            return start + len(quotes)
        else:
            start += 1
    return -1
