"""Regular expressions with named groups, in time linear in what they look through.

They are RE2's (see docs/decisions): a pattern from a file cannot make a search hang, as Python's
`re` would. There are no back-references and no look-around. `re2` is imported for the first one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.installation import remedy_for_missing
from socket_workbench.language import tr

if TYPE_CHECKING:
    import re2

MOST_PATTERN = 1000
"""Characters of a pattern."""

_MOST_MEMORY = 1024 * 1024
_GROUP = re.compile(r"\(\?P<(\w+)>", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class PatternError(ValueError):
    """A text is no pattern; the message is a sentence."""


class Found(NamedTuple):
    """Where a pattern was found.

    Attributes:
        start: its first byte.
        end: where it ends.
        groups: the named groups; one that took no part is empty.
    """

    start: int
    end: int
    groups: dict[str, bytes]


class Pattern:
    """A pattern that has been read.

    Attributes:
        groups: the names of its groups.
        size: how many instructions its program has.
    """

    def __init__(self, compiled: re2._Regexp) -> None:
        self._compiled = compiled
        self.size: int = compiled.programsize
        self._names = {name.decode("ascii"): index for name, index in compiled.groupindex.items()}
        self.groups = frozenset(self._names)

    def search(self, data: bytes) -> Found | None:
        """Return the first place where the pattern is found; None if there is none."""
        match = self._compiled.search(data)
        if match is None:
            return None
        groups = {name: match.group(index) or b"" for name, index in self._names.items()}
        return Found(match.start(), match.end(), groups)


def compile_pattern(text: str, *, ignore_case: bool = False) -> Pattern:
    r"""Read a pattern.

    Args:
        text: in RE2's syntax. One of ASCII characters alone looks at bytes: `.` is any byte, and
            `\xff` the byte 255. One with other characters looks at UTF-8 text.
        ignore_case: whether the case of letters makes no difference.

    Raises:
        PatternError: it is none, is too long or too large, or there is no library for patterns.
    """
    try:
        import re2
    except ImportError as error:
        raise PatternError(
            tr(
                "patterns need the library google-re2, which cannot be loaded ({reason})."
                " {remedy} Or compare without a pattern.",
                reason=error,
                remedy=remedy_for_missing("google-re2"),
            )
        ) from error
    if len(text) > MOST_PATTERN:
        raise PatternError(tr("a pattern has at most {most:,} characters.", most=MOST_PATTERN))
    try:
        pattern = Pattern(re2.compile(text.encode(), _options(text.isascii(), ignore_case)))
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        if isinstance(reason, bytes):
            reason = reason.decode("utf-8", "backslashreplace")
        raise PatternError(tr("this pattern cannot be read: {reason}.", reason=reason)) from None
    except UnicodeError:
        # Half of a surrogate pair in the pattern, or other than ASCII in a group's name.
        raise PatternError(tr("this pattern has characters that cannot be sent.")) from None
    for name in pattern.groups:
        if not _NAME.fullmatch(name):
            raise PatternError(tr("'{name}' cannot be the name of a group.", name=name))
    return pattern


def names_in(text: str) -> set[str]:
    """Return the names that groups of a text have, also where it is no pattern."""
    return {name for name in _GROUP.findall(text) if _NAME.fullmatch(name)}


@cache
def _options(is_ascii: bool, ignore_case: bool) -> re2.Options:
    import re2

    options = re2.Options()
    # Without this, its C++ part writes mistakes to standard error.
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    options.case_sensitive = not ignore_case
    encodings = re2.Options.Encoding
    options.encoding = encodings.LATIN1 if is_ascii else encodings.UTF8
    return options
