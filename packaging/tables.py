"""Rows of tables in Markdown, for the generated pages of the documentation."""

from collections.abc import Sequence


def table_line(cells: Sequence[str]) -> str:
    """Return a row of a table, with the bars in its cells escaped."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
