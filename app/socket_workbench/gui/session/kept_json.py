"""Reads the JSON that was kept in settings, which anybody may have written."""

import json


def read_kept(text: str | bytes) -> object:
    """Return what was kept; None where it is no JSON, or nested without end."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
