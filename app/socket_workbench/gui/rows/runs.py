"""Ascending numbers as runs of neighbours, which a journal reads in one go."""

from collections.abc import Iterator, Sequence


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run's first number and its length."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], place - start
            start = place
