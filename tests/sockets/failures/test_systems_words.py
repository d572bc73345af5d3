import errno

import pytest

from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.systems_words import in_the_systems_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EXDEV, "Odd"), "Odd (EXDEV)"),
        (OSError(987_654, "Odder"), "Odder (987654)"),
        (OSError("no number at all"), "no number at all"),
    ],
)
def test_the_systems_own_words_and_name_are_kept(error, words):
    said = in_the_systems_words(Failure(error, Action.SEND, "192.0.2.1:9"))

    assert "192.0.2.1:9" in said
    assert words in said
