"""The words of the interface: those that were replaced do not come back."""

import re

import pytest

from socket_workbench.resources import resource_folder

REPLACED = {
    r"&?Since": "Δ time",
    r"From": "Recorded by",
    r"Now": "Waiting in",
    r".*nothing lost.*": "All recorded",
    r"&?Larger( type)?|&?Smaller( type)?|&?Usual type": "Zoom in, Zoom out, Reset zoom",
    r".*\b(Find|Mark|Byte|Line|Page) &?befor&?e\b.*|.*\bthe one before \(.*": "Previous",
    r".*\bthe row before\b.*": "the previous row",
    r"&?Address": "Go to address, in a menu",
    r"Form": "Format",
    r"Type": "Fonts",
    r".*\b[Tt]hey lie\b.*": "Stored in",
    r".*\b[Hh]olds from now on\b.*": "Applies to new messages",
    r"Set up only": "Load without running",
    r".*\bwent round\b.*": "wrapped to the start",
    r"unnamed": "(unnamed socket)",
}
"""Expressions that no whole text of the catalogue matches, and what stands there instead."""

_FIELDS = frozenset({"Address"})
"""Texts that are right as the accessible name of a field."""


def texts() -> set[str]:
    """Return all English texts of the catalogue."""
    catalogue = resource_folder("translations") / "socket-workbench.pot"
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', catalogue.read_text(), re.MULTILINE)
    return {"".join(re.findall(r'"(.*)"\n', each)) for each in found}


@pytest.mark.parametrize("expression", REPLACED)
def test_a_word_that_was_replaced_does_not_come_back(expression):
    old = {text for text in texts() if re.fullmatch(expression, text)} - _FIELDS
    assert not old, f"write “{REPLACED[expression]}” instead of: {', '.join(sorted(old))}"


def test_texts_are_found_at_all():
    assert {"&Zoom in", "Δ time", "All recorded"} <= texts()
    assert len(texts()) > 1000
