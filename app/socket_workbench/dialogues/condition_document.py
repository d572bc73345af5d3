"""Conditions as a document has them, in steps and in rules."""

from collections.abc import Sequence

from msgspec import Struct

from socket_workbench.dialogues.conditions import TESTS
from socket_workbench.language import tr


class ConditionDocument(
    Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, rename={"is_not": "not"}
):
    """The table behind `if`, `until` and `check`: what the value of a variable is compared with.

    Attributes:
        variable: whose value is looked at.
        equals: the text it must have.
        contains: a text that must be in it.
        starts: how it must start.
        ends: how it must end.
        regex: a pattern that must be found in it.
        less: a number it must be less than.
        more: a number it must be more than.
        is_not: whether it must not be so.
    """

    variable: str
    equals: str | None = None
    contains: str | None = None
    starts: str | None = None
    ends: str | None = None
    regex: str | None = None
    less: str | int | float | None = None
    more: str | int | float | None = None
    is_not: bool = False

    def test(self) -> str:
        """Return which of `TESTS` it has; raises `ValueError` where it has not exactly one."""
        return only_one([name for name in TESTS if getattr(self, name) is not None], TESTS)


def only_one(found: Sequence[str], names: Sequence[str]) -> str:
    """Return the one field that is given of these; raises `ValueError` where it is not one."""
    if len(found) != 1:
        raise ValueError(
            tr(
                "expected exactly one of {names}, not {found}.",
                names=", ".join(names),
                found=", ".join(found) or tr("none"),
            )
        )
    return found[0]
