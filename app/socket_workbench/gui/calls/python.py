"""Writes traced calls as lines of Python."""

import re
from collections.abc import Callable, Sequence

from socket_workbench.gui.rows.time import wait_text
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.call_syntax import is_plain_call
from socket_workbench.journal.event import CALLS, Kind, Role, Source
from socket_workbench.journal.row import Row

_LONG_WAIT = 1_000_000
"""Nanoseconds from which on it is said how long a call waited."""


def calls_as_python(rows: Sequence[Row], payload_of: Callable[[Row], bytes]) -> str:
    """Return the calls among some rows as Python, a line each, with what they returned behind.

    For example `client_1.send(b'zhangsan')  # 8`. A socket is named by its endpoint, those that a
    server has accepted by their connection: `conn3`.

    Args:
        rows: the rows, in order; those that are recorded as begun only are left out.
        payload_of: returns a row's whole payload.
    """
    return "\n".join(_line(row, payload_of(row)) for row in rows if row.kind is Kind.CALL)


def has_calls(rows: Sequence[Row]) -> bool:
    """Return whether some of the rows are calls."""
    return any(row.kind in CALLS for row in rows)


def _line(row: Row, payload: bytes) -> str:
    record = CallRecord.read(row.text)
    whole = repr(payload)
    is_sent = "b''" in record.call
    call = record.call.replace("b''", whole, 1)
    result = record.result if is_sent else record.result.replace("b''", whole, 1)
    name = socket_name(row.source)
    code = f"{name} = {call}" if record.name == "socket" else f"{name}.{call}"
    if not is_plain_call(record.call):
        # A file may hold any text, which may be pasted where it would be run.
        code = f"# {code}"
    waited = record.waited or 0
    behind = f", waited {wait_text(waited)}" if waited >= _LONG_WAIT else ""
    return _in_one_line(f"{code}  # {result}{behind}")


def _in_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


def socket_name(source: Source) -> str:
    """Return a name for the socket of a source that Python takes: `server_1`, `conn3`."""
    if source.role is Role.SERVER and source.connection:
        return f"conn{source.connection}"
    name = re.sub(r"\W", "_", source.name.lower())
    return name if name.isidentifier() else f"sock_{name}"
