"""What all the templates and patterns of one document may take to read.

Each has limits of its own. Thousands of them in one document would nevertheless take minutes, so
that whoever reads a document counts them with one budget.
"""

from dataclasses import dataclass

from socket_workbench.language import tr

MOST_TEMPLATES = 100_000
"""Templates of one document; one takes 300 bytes and 3 us."""

MOST_OPERATIONS = 50_000
"""Operations in all templates of one document, as they are written; reading one takes 10 us.

Each KiB that is made while they are read counts as one, too."""

MOST_PATTERNS = 1000
"""Patterns of one document."""

MOST_INSTRUCTIONS = 100_000
"""Instructions of the programs that RE2 makes of all patterns of one document.

`x{999}` has a thousand of them. Making one takes 4 us."""


class BudgetError(ValueError):
    """A document has more than may be read; the message is a sentence."""


@dataclass(slots=True)
class Budget:
    """What may still be read of a document.

    Attributes:
        templates: texts that may have values.
        operations: of templates.
        patterns: regular expressions.
        instructions: of their programs.
    """

    templates: int = MOST_TEMPLATES
    operations: int = MOST_OPERATIONS
    patterns: int = MOST_PATTERNS
    instructions: int = MOST_INSTRUCTIONS

    def take_template(self) -> None:
        """Count a template.

        Raises:
            BudgetError: there are too many.
        """
        self.templates -= 1
        if self.templates < 0:
            raise BudgetError(
                tr(
                    "the document has more than {most:,} texts in steps and rules.",
                    most=MOST_TEMPLATES,
                )
            )

    def take_operations(self, count: int) -> None:
        """Count operations of a template.

        Raises:
            BudgetError: there are too many.
        """
        self.operations -= count
        if self.operations < 0:
            raise BudgetError(
                tr(
                    "the values in all texts of the document have more than {most:,} operations.",
                    most=MOST_OPERATIONS,
                )
            )

    def take_patterns(self, count: int) -> None:
        """Count patterns.

        Raises:
            BudgetError: there are too many.
        """
        self.patterns -= count
        if self.patterns < 0:
            raise BudgetError(tr("at most {most:,} patterns are possible.", most=MOST_PATTERNS))

    def take_instructions(self, count: int) -> None:
        """Count instructions of a pattern.

        Raises:
            BudgetError: there are too many.
        """
        self.instructions -= count
        if self.instructions < 0:
            raise BudgetError(
                tr(
                    "all patterns of the document together are too large: they have more than"
                    " {most:,} instructions.",
                    most=MOST_INSTRUCTIONS,
                )
            )
