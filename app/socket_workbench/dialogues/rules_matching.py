"""What says which messages a rule is for."""

import re
from collections.abc import Callable, Mapping

from socket_workbench.dialogues.rules_document import TEXTS, RuleDocument
from socket_workbench.language import tr
from socket_workbench.values.budget import Budget
from socket_workbench.values.mistake import Value
from socket_workbench.values.patterns import Pattern
from socket_workbench.values.source import Source
from socket_workbench.values.template import compile_template

Match = Callable[[bytes], Mapping[str, bytes] | None]
"""Returns the named groups of a message that matches, or None."""

NO_GROUPS: Mapping[str, bytes] = {}
NO_VALUES: Mapping[str, Value] = {}

_HEX_BYTE = re.compile(r"[0-9A-Fa-f?]{2}")
_RANGE = re.compile(r"\s*([0-9]{1,9})\s*\.\.\s*([0-9]{1,9})?\s*")
_COMPARE: dict[str, Callable[[bytes, bytes], bool]] = {
    "equals": lambda message, part: message == part,
    "contains": lambda message, part: part in message,
    "starts": bytes.startswith,
    "ends": bytes.endswith,
}


def every_message(message: bytes) -> Mapping[str, bytes]:
    """Match every message."""
    return NO_GROUPS


def read_match(
    rule: RuleDocument,
    field: str,
    given: Mapping[str, Value] = NO_VALUES,
    budget: Budget | None = None,
) -> Match:
    """Read what a rule compares messages with.

    Args:
        rule: the rule.
        field: the one of its fields `MATCHES` that it has, other than `regex`.
        given: the values that texts may have in places, by name.
        budget: of the document, in which templates are counted.

    Raises:
        ValueError: the field makes no sense.
    """
    if field in TEXTS:
        template = compile_template(getattr(rule, field), tuple(given), budget)
        return _text_match(field, template.fill(given, Source(0)), rule.ignore_case)
    if rule.ignore_case:
        raise ValueError(tr("ignore_case is for texts and patterns only."))
    if field == "hex":
        return _hex_match(rule.hex or "")
    if field == "length":
        return _length_match(rule.length if rule.length is not None else 0)
    if rule.any is False:
        raise ValueError(tr("expected true; leave the field out otherwise."))
    return every_message


def pattern_match(pattern: Pattern) -> Match:
    """Return what matches messages in which a pattern is found."""

    def match(message: bytes) -> Mapping[str, bytes] | None:
        found = pattern.search(message)
        return None if found is None else found.groups

    return match


def _text_match(field: str, part: bytes, ignore_case: bool) -> Match:
    compare = _COMPARE[field]
    if ignore_case:
        part = part.lower()

    def match(message: bytes) -> Mapping[str, bytes] | None:
        return NO_GROUPS if compare(message.lower() if ignore_case else message, part) else None

    return match


def _hex_match(text: str) -> Match:
    """Compare bytes, of which digits may be left open.

    Raises:
        ValueError: it is no hexadecimal text.
    """
    digits = "".join(text.split())
    is_open = digits.endswith("*")
    digits = digits.removesuffix("*")
    if len(digits) % 2 or not all(map(_HEX_BYTE.fullmatch, re.findall("..?", digits))):
        raise ValueError(
            tr("expected pairs of hexadecimal digits or ?, such as 01 f?; * only at the end.")
        )
    size = len(digits) // 2
    mask = int("0" + re.sub("[^?]", "f", digits).replace("?", "0"), 16)
    wanted = int("0" + digits.replace("?", "0"), 16)

    def match(message: bytes) -> Mapping[str, bytes] | None:
        if len(message) < size or (len(message) > size and not is_open):
            return None
        return NO_GROUPS if int.from_bytes(message[:size], "big") & mask == wanted else None

    return match


def _length_match(length: int | str) -> Match:
    """Compare a length with a number or a range such as `2..8` or `2..`.

    Raises:
        ValueError: it is neither.
    """
    low, high = length, length
    if isinstance(length, str):
        written = _RANGE.fullmatch(length)
        if written is None:
            raise ValueError(tr("expected a whole number, or a range such as 2..8 or 2.."))
        low, high = int(written[1]), int(written[2] or 2**62)
    if not isinstance(low, int) or not isinstance(high, int) or not 0 <= low <= high:
        raise ValueError(tr("expected {least} or more.", least=0))
    return lambda message: NO_GROUPS if low <= len(message) <= high else None
