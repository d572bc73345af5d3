"""Counters as text that a spreadsheet reads."""

import csv
import io
from collections.abc import Iterable, Sequence

from socket_workbench.gui.models.counter_columns import Column
from socket_workbench.gui.models.counter_row import CounterRow


def counters_csv(columns: Sequence[Column], rows: Iterable[CounterRow]) -> str:
    """Return rows as CSV (RFC 4180) with exact numbers; what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.field for column in columns])
    for row in rows:
        writer.writerow([column.value(row) for column in columns])
    return text.getvalue()
