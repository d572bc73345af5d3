"""The standard file descriptors, where some of them are closed."""

import os


def fill_closed_descriptors() -> None:
    """Open the null device in the place of closed standard streams (`>&-` in a shell).

    Otherwise the next socket or file would take the number, and what others write on standard
    error, such as a library or the interpreter at a crash, would go there.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest number that is free is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
