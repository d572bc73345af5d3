"""The error of everything that is compiled from a text a person wrote, and its values."""

from decimal import Decimal

from socket_workbench.language import tr

Value = bytes | str | int | Decimal
"""What a place in a template stands for; text is sent as UTF-8, numbers as decimal digits."""

MOST_BYTES = 16 * 1024 * 1024
"""The most bytes of one value, and of one message that is made from a template."""


class TemplateError(ValueError):
    """A template has a mistake, or cannot be filled with the values at hand.

    Attributes:
        column: where in the template, from 1.
        problem: what is wrong there, as a sentence without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem


class ValueProblem(ValueError):  # noqa: N818 - it is given a column, and becomes the error
    """Values cannot be computed with, compared or kept; the message is a sentence."""
