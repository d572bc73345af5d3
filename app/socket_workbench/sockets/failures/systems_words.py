"""What the system says of a failure, where nothing is known that says more."""

import errno

from socket_workbench.language import tr
from socket_workbench.sockets.failures.failure import Failure


def in_the_systems_words(failure: Failure) -> str:
    """Say what the system said, and its name for it."""
    number = failure.error.errno
    return tr(
        "The system refused an operation on {where}: {reason} ({name}).",
        where=failure.where,
        reason=failure.error.strerror or str(failure.error),
        name=errno.errorcode.get(number or 0, number),
    )
