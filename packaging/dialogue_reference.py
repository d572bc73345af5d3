"""Writes `docs/dialogues.md` from the dialogues' records. Run it as `make reference`."""

import re
import sys
from pathlib import Path

from tables import table

from socket_workbench.dialogues.chat_room import LONGEST_NAME
from socket_workbench.dialogues.kind import DialogueKind, Parameter
from socket_workbench.dialogues.number import MOST_DIGITS
from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.dialogues.rules import MOST_WAITING, MOST_WAITING_BYTES
from socket_workbench.dialogues.rules_reading import MOST_RULES, MOST_VARIABLES
from socket_workbench.payload.sizes import size_text
from socket_workbench.resources import resource_folder
from socket_workbench.values.numbers import MOST_DIGITS as MOST_RULE_DIGITS
from socket_workbench.values.variables import MOST_VALUES

PAGE = Path(__file__).parents[1] / "docs" / "dialogues.md"

_HEAD = """\
# Dialogues

This page is written by `make reference` from the dialogues, `dialogues/kinds/`.

What a server says is its dialogue: chosen in its pane, with `--dialogue NAME` on the command line,
or as `dialogue = "NAME"` in a [scenario file](scenarios.md). `socket-workbench list dialogues`
lists them.
"""

_TRANSPORTS = """
`stream` is TCP and Unix stream sockets, `datagram` is UDP and Unix datagram sockets. A dialogue
answers messages: what one read returned, a datagram, or what a [framing](scenarios.md#framing) has
cut from the stream.

## Parameters
"""

_PARAMETERS = """
Parameters are fields in the pane and keys of the table `parameters` in a scenario; on the command
line they are set with `--set NAME=VALUE`, and the one that is marked with `--reply TEXT`, too.
Replies and templates have [escapes](sending.md).
"""

_RULES = """
## Rules

What the dialogue `rules` answers is written in a [scenario file](scenarios.md#rules). Its
parameter has the same fields as JSON:
`{{"states": [{{"name": "start", "rules": [{{"equals": "PING", "reply": "PONG"}}]}}]}}`. A server
that answers by rules cannot be [written as a program](programs.md).

These built-in dialogues are there as rules to start from, each with a client that tries them:
`socket-workbench new --from NAME` with {names}.
Rules compute with up to {digits} digits, the dialogues with more.

## Limits
"""


def page() -> str:
    """Return the whole page."""
    kinds = dialogue_kinds()
    rows = [_dialogue(kind) for kind in kinds]
    parameters = [_parameter(kind, one) for kind in kinds for one in kind.parameters]
    return "\n".join(
        [
            _HEAD,
            *table(["name", "over", "what it does", "parameters"], rows),
            _TRANSPORTS,
            *table(["dialogue", "parameter", "in the pane", "what it is", "default"], parameters),
            _PARAMETERS.rstrip("\n"),
            _RULES.format(names=_starters(kinds), digits=MOST_RULE_DIGITS),
            *table(["at most", ""], _limits()),
            "",
        ]
    )


def _dialogue(kind: DialogueKind) -> list[str]:
    names = ", ".join(f"`{one.name}`" for one in kind.parameters)
    over = ", ".join(sorted(kind.transports, reverse=True))
    return [f"`{kind.name}`", over, _quoted(kind.summary), names]


def _parameter(kind: DialogueKind, one: Parameter) -> list[str]:
    name = f"`{one.name}`, `--reply`" if one.is_reply else f"`{one.name}`"
    return [f"`{kind.name}`", name, one.title, _quoted(one.help), _default(one.default)]


def _default(default: str | bool) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return "a short page" if "\n" in default else f"`{default}`"


def _quoted(sentence: str) -> str:
    """Put places such as `<name>` into code, since Markdown takes them for HTML."""
    return re.sub(r"<\w+>", r"`\g<0>`", sentence)


def _starters(kinds: tuple[DialogueKind, ...]) -> str:
    there = {file.stem for file in resource_folder("starters").glob("*.toml")}
    names = [f"`{kind.name}`" for kind in kinds if kind.name in there]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _limits() -> list[list[str]]:
    return [
        ["digits of a number of `square` and `calculator`", f"{MOST_DIGITS:,}"],
        ["characters of a name in `chat`", f"{LONGEST_NAME}"],
        ["`rules` of one server", f"{MOST_RULES:,}"],
        ["variables of one server, groups of patterns included", f"{MOST_VARIABLES:,}"],
        [
            "bytes of all variables of a conversation, and of those that all share",
            size_text(MOST_VALUES),
        ],
        [
            "messages that wait while a rule does",
            f"{MOST_WAITING:,}, {size_text(MOST_WAITING_BYTES)}",
        ],
    ]


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
