"""What a log panel remembers from one start of the program to the next."""

import base64
import json
from dataclasses import asdict, dataclass

from socket_workbench.gui.models.log_time_form import TimeForm
from socket_workbench.gui.widgets.message_detail import DetailForm


@dataclass(frozen=True)
class LogPanelState:
    """Columns, sizes and choices.

    Attributes:
        columns: the header's own state: order, widths, what is hidden.
        sizes: heights of the log and of the message below it, in pixels.
        form: how messages are shown, a `DetailForm`'s value.
        time: how times are shown, a `TimeForm`'s value.
    """

    columns: bytes
    sizes: tuple[int, ...]
    form: str
    time: str = TimeForm.CLOCK.value

    def to_bytes(self) -> bytes:
        """Return this as JSON."""
        fields = asdict(self)
        fields["columns"] = base64.b64encode(self.columns).decode("ascii")
        return json.dumps(fields).encode("ascii")

    @classmethod
    def from_bytes(cls, state: bytes) -> "LogPanelState | None":
        """Return what `to_bytes` wrote; None for anything else."""
        try:
            fields = json.loads(state)
            restored = cls(
                columns=base64.b64decode(fields["columns"], validate=True),
                sizes=tuple(int(size) for size in fields["sizes"]),
                form=DetailForm(fields["form"]).value,
                time=TimeForm(fields.get("time", TimeForm.CLOCK.value)).value,
            )
        except (ValueError, KeyError, TypeError):
            return None
        return restored
