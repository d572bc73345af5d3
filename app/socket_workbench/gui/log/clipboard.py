"""Copies rows of the log, or their payloads, to the clipboard."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.log.copy import PayloadFormat, rows_text
from socket_workbench.gui.log.model import LogModel
from socket_workbench.journal.row import Row
from socket_workbench.language import trn

#: The most payload bytes that are copied at once.
MOST_BYTES = 16 * 1024 * 1024


def copy_rows(model: LogModel, rows: Sequence[Row], selected: int) -> None:
    """Copy rows as text, one line each.

    Args:
        model: reads the rows' payloads.
        rows: the selected rows, up to `MOST_SELECTED`.
        selected: how many rows are selected; a last line says how many were left out.
    """
    if not rows:
        return
    kept = _up_to_limit(rows)
    text = rows_text(
        kept, model.payload, model.encoding, model.other_name, model.completed, model.table
    )
    missing = selected - len(kept)
    if missing:
        text += "\n" + trn("({count} more row)", "({count} more rows)", missing)
    QGuiApplication.clipboard().setText(text + "\n" if len(kept) > 1 else text)


def copy_payloads(model: LogModel, messages: Sequence[Row], format: PayloadFormat) -> None:
    """Copy the payloads of rows in this format, one after the other."""
    texts = [
        format(model.payload(row), row.source, model.encoding(row.source.name))
        for row in _up_to_limit(messages)
    ]
    QGuiApplication.clipboard().setText("\n".join(texts))


def _up_to_limit(rows: Sequence[Row]) -> list[Row]:
    """Return the first rows whose payloads together stay within the limit; at least one row."""
    kept: list[Row] = []
    total = 0
    for row in rows:
        total += row.length
        if kept and total > MOST_BYTES:
            break
        kept.append(row)
    return kept
