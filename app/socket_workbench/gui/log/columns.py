"""The columns of the log."""

import enum

from socket_workbench.language import tr


class Column(enum.IntEnum):
    """A column of the log; the value is its place before it is moved."""

    TIME = 0
    SINCE = 1
    SENDER = 2
    DIRECTION = 3
    PEER = 4
    KIND = 5
    BYTES = 6
    PAYLOAD = 7


#: Columns in the monospaced type: times, addresses, bytes.
MONO_COLUMNS = frozenset({Column.TIME, Column.SINCE, Column.PEER, Column.BYTES, Column.PAYLOAD})


def column_title(column: Column) -> str:
    """Return what stands at the column's head."""
    titles = {
        Column.TIME: tr("Time"),
        Column.SINCE: tr("Since"),
        Column.SENDER: tr("From"),
        Column.DIRECTION: tr("Direction"),
        Column.PEER: tr("Peer"),
        Column.KIND: tr("Kind"),
        Column.BYTES: tr("Bytes"),
        Column.PAYLOAD: tr("Payload"),
    }
    return titles[column]


def column_explanation(column: Column) -> str:
    """Return one sentence that explains a column."""
    explanations = {
        Column.TIME: tr("Local time of the event."),
        Column.SINCE: tr("Time since the row before that is shown."),
        Column.SENDER: tr("Who sent the message, or whose event it is."),
        Column.DIRECTION: tr("Where the message went."),
        Column.PEER: tr("The other side's address, as this side of the connection sees it."),
        Column.KIND: tr("What happened."),
        Column.BYTES: tr("Length of the message."),
        Column.PAYLOAD: tr("First line of the message; control characters are made visible."),
    }
    return explanations[column]
