"""What the log's column of times shows."""

import enum

from socket_workbench.gui.rows.time import since_text, time_text
from socket_workbench.journal.event import UNKNOWN_TIME
from socket_workbench.language import tr


class TimeForm(enum.Enum):
    """What stands in the column of times; the value is what is kept in the settings."""

    CLOCK = "clock"
    SINCE_START = "start"
    SINCE_ROW = "row"


def time_form_title(form: TimeForm) -> str:
    """Return what a form is called in a menu."""
    titles = {
        TimeForm.CLOCK: tr("Time of day"),
        TimeForm.SINCE_START: tr("Since the session began"),
        TimeForm.SINCE_ROW: tr("Since the row before"),
    }
    return titles[form]


def form_text(form: TimeForm, time: int, since: int | None, begin: int) -> str:
    """Return a row's time.

    Args:
        form: how it is shown.
        time: the row's, in nanoseconds since 1970, or `UNKNOWN_TIME`.
        since: nanoseconds after the row shown before it; None for the first.
        begin: when the session began.
    """
    if time == UNKNOWN_TIME:
        return ""
    if form is TimeForm.SINCE_START:
        return "" if begin == UNKNOWN_TIME else since_text(time - begin)
    if form is TimeForm.SINCE_ROW:
        return "" if since is None else since_text(since)
    return time_text(time)
