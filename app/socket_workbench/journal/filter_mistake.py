"""What is wrong with a filter that somebody typed."""

from socket_workbench.language import tr


class FilterError(ValueError):
    """A filter that cannot be understood; `str()` is a sentence with the column.

    Attributes:
        column: where the mistake is, from 1.
        problem: what is wrong, without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem
