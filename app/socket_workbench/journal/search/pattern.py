"""What is looked for in payloads and texts: a text, a regular expression, or bytes."""

import enum
import re
import warnings
from dataclasses import dataclass

from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import parse_hex


class PatternSyntax(enum.Enum):
    """How a pattern is written."""

    TEXT = "text"
    REGEX = "regex"
    HEX = "hex"


class PatternError(ValueError):
    """A pattern that cannot be looked for.

    Attributes:
        column: where in the pattern the mistake is, from 1.
        problem: what is wrong, without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""Something to find.

    Attributes:
        syntax: how `text` is meant.
        text: a text; a regular expression over bytes (its text in UTF-8, `\/` is written `/`); or
            bytes in hexadecimal, in any common spelling (kept as `48656c`).
        cased: whether upper and lower case differ; bytes have no case. Regular expressions fold
            ASCII letters only.
        whole_words: for a text, whether letters, digits and `_` may not touch it.
        hidden: whether rows that have it are to be hidden instead.

    Raises:
        HexError: `text` is to be hexadecimal and is not.
    """

    syntax: PatternSyntax
    text: str
    cased: bool = False
    whole_words: bool = False
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.syntax is PatternSyntax.HEX:
            object.__setattr__(self, "text", parse_hex(self.text).hex())
            object.__setattr__(self, "cased", True)
        elif self.syntax is PatternSyntax.REGEX:
            text = re.sub(r"\\(.)", _without_needless_escape, self.text, flags=re.DOTALL)
            object.__setattr__(self, "text", text)
        if self.syntax is not PatternSyntax.TEXT:
            object.__setattr__(self, "whole_words", False)

    @property
    def is_in_columns(self) -> bool:
        """Whether it is also looked for in names, addresses and kinds: a text in any case."""
        return self.syntax is PatternSyntax.TEXT and not (self.cased or self.whole_words)

    @property
    def is_plain(self) -> bool:
        """Whether it is a text in any case, anywhere, which rows are to have."""
        return self == Pattern(PatternSyntax.TEXT, self.text)


def compile_expression(pattern: Pattern) -> "re.Pattern[bytes]":
    """Return a pattern's regular expression.

    Raises:
        PatternError: it is none.
    """
    flags = re.NOFLAG if pattern.cased else re.IGNORECASE
    try:
        with warnings.catch_warnings():
            # Of what a later Python might read differently.
            warnings.simplefilter("ignore")
            return re.compile(pattern.text.encode("utf-8", "surrogatepass"), flags)
    except re.error as error:
        # The position counts bytes.
        start = pattern.text.encode("utf-8", "surrogatepass")[: error.pos or 0]
        column = len(start.decode("utf-8", "ignore")) + 1
        raise PatternError(column, _sentence(error.msg)) from None
    except (OverflowError, RecursionError, MemoryError):
        raise PatternError(1, tr("the expression is too large; make it smaller.")) from None


def _without_needless_escape(match: "re.Match[str]") -> str:
    return "/" if match[1] == "/" else match[0]


def _sentence(reason: str) -> str:
    return tr("this is no regular expression: {reason}.", reason=reason)
