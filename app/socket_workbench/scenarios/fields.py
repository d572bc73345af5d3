"""Errors that name the field of a document."""

from collections.abc import Iterator
from contextlib import contextmanager


class FieldError(ValueError):
    """A field's value makes no sense.

    Attributes:
        path: the field from where the document is looked at, such as `steps[3].wait`.
        problem: a sentence that says what was expected.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """Put a field's name before whatever `ValueError` comes out of the block.

    Args:
        name: a field such as `endpoint`, or a place in a list such as `steps[3]`.

    Raises:
        FieldError: a `ValueError` came out of the block.
    """
    try:
        yield
    except FieldError as error:
        raise FieldError(f"{name}.{error.path}", error.problem) from error
    except ValueError as error:
        raise FieldError(name, str(error)) from error
