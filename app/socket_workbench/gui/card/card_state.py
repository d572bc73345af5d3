"""What a log panel remembers from one start of the program to the next."""

import json
from dataclasses import asdict, dataclass

from msgspec import convert

from socket_workbench.gui.log.header import ColumnState
from socket_workbench.gui.message.detail import DetailForm
from socket_workbench.gui.rows.time_form import TimeForm
from socket_workbench.gui.session.kept_json import read_kept

_MOST_SIZES = 8
_LARGEST = 1 << 16
"""Pixels."""


@dataclass(frozen=True)
class LogPanelState:
    """Columns, sizes and choices.

    Attributes:
        columns: the columns from left to right.
        sizes: heights of the log and of the message below it, in pixels.
        form: how messages are shown, a `DetailForm`'s value.
        time: how times are shown, a `TimeForm`'s value.
    """

    columns: tuple[ColumnState, ...]
    sizes: tuple[int, ...]
    form: str
    time: str = TimeForm.CLOCK.value

    def to_bytes(self) -> bytes:
        """Return this as JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, state: bytes) -> "LogPanelState | None":
        """Return what `to_bytes` wrote; None for anything else."""
        fields = read_kept(state)
        if not isinstance(fields, dict):
            return None
        try:
            restored = cls(
                columns=convert(fields["columns"], tuple[ColumnState, ...]),
                sizes=tuple(_size(size) for size in fields["sizes"][:_MOST_SIZES]),
                form=DetailForm(fields["form"]).value,
                time=TimeForm(fields.get("time", TimeForm.CLOCK.value)).value,
            )
        except (ValueError, KeyError, TypeError):
            return None
        return restored


def _size(value: object) -> int:
    """Return a number of pixels; raises `ValueError` for anything else."""
    if not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise ValueError(value)
    return value
