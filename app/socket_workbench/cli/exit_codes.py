"""What a command returns to the shell."""

DONE = 0
"""All is well."""

FAILED = 1
"""An expectation failed, a connection broke, or standard output could not be written."""

USAGE = 2
"""Wrong usage, or a document with a mistake."""

UNREACHABLE = 3
"""Could not listen or connect."""

INTERRUPTED = 130
"""Ctrl-C: 128 and the signal's number, as shells have it."""
