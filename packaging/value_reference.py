"""Writes `docs/values.md` from the functions and checksums. Run it as `make reference`."""

import sys
from pathlib import Path

from tables import table

from socket_workbench.values import budget
from socket_workbench.values.checksums import FORMS, all_checksums
from socket_workbench.values.evaluation import MOST_WORK
from socket_workbench.values.expression import MOST_DEPTH, MOST_OPERATIONS
from socket_workbench.values.functions import FUNCTIONS, MOST_COUNT
from socket_workbench.values.mistake import MOST_BYTES
from socket_workbench.values.numbers import MOST_DIGITS
from socket_workbench.values.source import DIRECTIVES, ISO
from socket_workbench.values.template import MOST_AROUND, MOST_PLACES

PAGE = Path(__file__).parents[1] / "docs" / "values.md"

_HEAD = r"""# Values

This page is written by `make reference` from the tables in `values/`.

Messages in [scenario files](scenarios.md) are templates: texts with [escapes](sending.md), or
hexadecimal digits, in which `{{...}}` stands for a value. What stands there is a name or an
expression. A literal `{{` is written `\x7b{` or `{{'{{'}}`.
"""

_EXPRESSIONS = (
    ("`{{name}}`", "the variable `name`; which ones there are depends on the place"),
    (
        "`{{uuid}}`, `{{random(1, 6)}}`",
        "what a [function](#functions) returns; without `()` where it needs nothing",
    ),
    (
        "`{{message[0]}}`, `{{message[2:-1]}}`",
        "a byte or a range of bytes, as Python's slices; beyond the end there is nothing",
    ),
    (
        "`{{(count + 1) * 2}}`",
        "arithmetic: `+ - * / // %`, and `& | ^ << >>` on whole numbers; they bind as Python's",
    ),
    ("`{{'text'}}`, `{{\"\\x41\"}}`, `{{0x1f}}`, `{{1.5}}`", "text with escapes, numbers"),
    (
        "`{{length(before)}}`, `{{after}}`",
        "what stands before or behind the place in the finished message, and its number of bytes",
    ),
)

_RULES = r"""
Text that is written as a number counts as one in arithmetic. Numbers are exact, `0.1 + 0.2` is
`0.3`; `/` has up to 28 digits, `//` and `%` round down. A number is sent as its decimal digits,
unless a function such as `u16be` makes bytes of it.

`before` and `after` make lengths and checksums: `{{u16be(length(after))}}` in front of a message,
`{{checksum('CRC-16/MODBUS', 'le')}}` behind it, or
`*{{upper(checksum('xor', 'hex', before[1:-1]))}}` as NMEA 0183 has it. A length in front may count
a checksum behind it, and the checksum cover the length; two places that need each other's bytes are
a mistake.

In TOML, write templates in `'...'`, which TOML takes as it is; in `"..."` each backslash is
doubled.

Mistakes are told when a document is read, with the column in the template: unknown names and
functions, a wrong number of values, and whatever is wrong with values that are written there.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(
        [
            _HEAD,
            *_expressions(),
            _RULES,
            *_functions(),
            "",
            *_times(),
            "",
            *_checksums(),
            "",
            *_limits(),
            "",
        ]
    )


def _expressions() -> list[str]:
    return table(["written", "value"], _EXPRESSIONS)


def _functions() -> list[str]:
    rows = [
        [f"`{one.name}({one.arguments})`", one.summary]
        for one in sorted(FUNCTIONS.values(), key=lambda one: one.name)
    ]
    return ["## Functions", "", *table(["function", "value"], rows)]


def _times() -> list[str]:
    letters = ", ".join(f"`%{letter}`" for letter in DIRECTIVES)
    return [
        "## Times",
        "",
        f"`now` and `utc` take a format with {letters}.",
        "They mean what they do in `strftime`, and `%L` is milliseconds. Names are English.",
        f"Without a format it is `{ISO}`.",
    ]


def _checksums() -> list[str]:
    names = [f"`{one.name}`" for one in all_checksums()]
    forms = ", ".join(f"`{form}`" for form in FORMS)
    return [
        "## Checksums",
        "",
        "Case, blanks, `-`, `_` and `/` make no difference in a name. CRCs have the names of the",
        "catalogue of parametrised CRC algorithms; `CRC-32` is `CRC-32/ISO-HDLC`, `CRC-8` is",
        f"`CRC-8/SMBUS`. The form is one of {forms}: bytes with the big or",
        "the little end first, hexadecimal digits of them, or a decimal number. Digests have no",
        "little end.",
        "",
        f"{', '.join(names)}.",
    ]


def _limits() -> list[str]:
    rows = [
        ("bytes of a message, and of a value", MOST_BYTES),
        ("bytes that one filling goes through", MOST_WORK),
        ("bytes, digits or repetitions that one function makes", MOST_COUNT),
        ("places in a template", MOST_PLACES),
        ("places with `before` or `after` in a template", MOST_AROUND),
        ("operations in a place", MOST_OPERATIONS),
        ("operations in all templates of a document, in all languages", budget.MOST_OPERATIONS),
        ("brackets within each other", MOST_DEPTH),
        ("digits of a number before its point", MOST_DIGITS),
    ]
    cells = [[name, f"{most:,}"] for name, most in rows]
    return ["## Limits", "", *table(["at most", ""], cells)]


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
