"""Rows of a table as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from socket_workbench.gui.rows.keyed_model import KeyedColumn, KeyedRow
from socket_workbench.gui.widgets.columns import Value
from socket_workbench.payload.csv_cell import text_cell


def rows_csv(columns: Sequence[KeyedColumn], rows: Iterable[KeyedRow]) -> str:
    """Return rows as CSV (RFC 4180) with exact numbers; unknown values are empty.

    Texts that a spreadsheet would take for formulas are escaped.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([_cell(column, row) for column in columns])
    return text.getvalue()


def _cell(column: KeyedColumn, row: KeyedRow) -> Value:
    value = column.text(row) if column.value is None else column.value(row)
    return text_cell(value) if isinstance(value, str) else value
