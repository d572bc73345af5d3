"""Writes `docs/options.md` from the option table. Run it as `make reference`."""

import sys
from pathlib import Path

from tables import table

from socket_workbench.sockets.option import ALL, Option, Options
from socket_workbench.sockets.option_kinds import Flag
from socket_workbench.sockets.options import ClientOptions, ServerOptions

PAGE = Path(__file__).parents[1] / "docs" / "options.md"

_HEAD = """\
# Options

This page is written by `make reference` from the option table, `sockets/options.py`.

What can be set on a server or a client beside its address is set in any of three places, with the
same values, bounds and defaults:

- in its pane, behind *More*; while it runs behind *Edit*, for the next start;
- in a [scenario file](scenarios.md), as a field of `[[servers]]` or `[[clients]]`;
- on the command line, with `serve` and `connect`: by its flag, or as `--option NAME=VALUE`.

[Sizes](scenarios.md#sizes), [durations](scenarios.md#durations) and
[framings](scenarios.md#framing) are written everywhere as in scenario files; a duration without a
unit is in seconds. In a scenario file, whole numbers, sizes in bytes and durations in seconds may
be numbers of TOML, and yes and no are `true` and `false`. An option does nothing over transports
that it is not for.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(
        [_HEAD, *_section("Servers", ServerOptions), "", *_section("Clients", ClientOptions), ""]
    )


def _section(title: str, options: type[Options]) -> list[str]:
    head = ["field", "in the pane", "flag", "values", "default", "transports", ""]
    rows = [_cells(row) for row in options.rows()]
    return [f"## {title}", "", *table(head, rows)]


def _cells(row: Option) -> list[str]:
    return [
        f"`{row.name}`",
        row.title,
        _flag(row),
        row.kind.values(),
        row.shown_default(),
        "all" if row.transports == ALL else ", ".join(row.transports),
        row.help,
    ]


def _flag(row: Option) -> str:
    if isinstance(row.kind, Flag) and not row.kind.word:
        return f"`{row.flag}`, `--no-{row.flag.removeprefix('--')}`"
    return f"`{row.flag}`"


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
