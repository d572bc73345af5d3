"""Collects every text that a person sees into the template that translators start from.

The texts are the literals in `tr("...")`, `trn("...", "...", n)` and `mark("...")`, and what the
built-in scenarios show: titles, summaries and questions. Run it as `make catalogue`.
"""

import contextlib
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "app"
SCENARIOS = ROOT / "resources" / "scenarios"
TEMPLATE = ROOT / "resources" / "translations" / "socket-workbench.pot"

KEYWORDS: dict[str, Any] = {"tr": None, "trn": (1, 2), "mark": None}


def collect(sources: Path = SOURCES, scenarios: Path = SCENARIOS) -> Catalog:
    """Return the texts of the sources and scenario files, each with the files it stands in."""
    catalogue = Catalog(
        project="Socket Workbench",
        copyright_holder="The Socket Workbench authors",
        charset="utf-8",
    )
    for path in sorted(sources.rglob("*.py")):
        place = path.relative_to(sources.parent).as_posix()
        # Babel warns of f-strings that are no texts, only values: `count=f"{n:,}"`.
        with contextlib.redirect_stderr(io.StringIO()):
            found = extract_from_file(
                "python", path, KEYWORDS, ["Translators:"], strip_comment_tags=True
            )
        for line, text, comments, context in found:
            catalogue.add(text, None, [(place, line)], auto_comments=comments, context=context)
    for path in sorted(scenarios.glob("*.toml")):
        place = f"resources/scenarios/{path.name}"
        for text in texts_of_scenario(tomllib.loads(path.read_text("utf-8"))):
            catalogue.add(text, None, [(place, 0)])
    for path in sorted((scenarios.parent / "starters").glob("*.toml")):
        title = tomllib.loads(path.read_text("utf-8"))["title"]
        catalogue.add(title, None, [(f"resources/starters/{path.name}", 0)])
    return catalogue


def texts_of_scenario(document: dict[str, Any]) -> Iterator[str]:
    """Return what a scenario says to a person; what it sends and expects is never translated."""
    yield from (document[field] for field in ("title", "summary") if field in document)
    for client in document.get("clients", ()):
        yield from _questions(client.get("steps", ()))


def _questions(steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        if "ask" in step:
            yield step["ask"]
        yield from _questions(step.get("repeat", ()))


def message_ids(catalogue: Catalog) -> set[object]:
    """Return the English texts of a catalogue; one that counts is a tuple of both its forms."""
    return {message.id for message in catalogue if message.id}


def main() -> int:
    """Write the template anew unless it has the same texts already."""
    found = collect()
    if TEMPLATE.exists():
        with TEMPLATE.open("rb") as file:
            if message_ids(read_po(file)) == message_ids(found):
                print(f"{TEMPLATE.name} is up to date.")
                return 0
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, found, width=100, sort_output=True, include_lineno=False)
    print(f"{TEMPLATE.name}: {len(found)} texts.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
