"""The standard file descriptors, where some of them are closed."""

import contextlib
import os

ENOUGH = 1024
"""A soft limit of open descriptors that is left as it is."""

MANY = 10_240
"""The limit that is set in the place of a lower one."""


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


def raise_low_limit() -> None:
    """Let the process open `MANY` descriptors, where its soft limit is below Linux' usual one.

    macOS begins with 256, which a server with as many connections exceeds; it takes no more than
    10,240 (OPEN_MAX, setrlimit(2)). Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < ENOUGH:
        most = MANY if hard == resource.RLIM_INFINITY else min(MANY, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
