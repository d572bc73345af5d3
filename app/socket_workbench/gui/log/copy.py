"""Formats rows and payloads for the clipboard: text, hex, Python, C, a shell command."""

from collections.abc import Callable, Sequence
from shlex import quote

from socket_workbench.gui.log.columns import CONNECTION, LOG_TABLE, SINCE, TIME, ColumnSet
from socket_workbench.gui.rows.line import LogLine, log_line
from socket_workbench.gui.rows.text import copied, decoded, shown
from socket_workbench.gui.rows.time import date_time_text
from socket_workbench.gui.rows.words import with_missing
from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.row import Row
from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import format_hex

_SHELL_NAMES = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x5C: "\\\\", 0x27: "'\\''", 0x25: "%%"}

_SAID_OTHERWISE = (TIME.key, SINCE.key, CONNECTION.key)
"""Columns that are left out, beside the main one: the full time and payload replace them, and the
peer is enough."""

#: Formats a payload of a source; the last argument is the encoding of the source.
PayloadFormat = Callable[[bytes, Source, str], str]


def rows_text(
    rows: Sequence[Row],
    payload_of: Callable[[Row], bytes],
    encoding_of: Callable[[str], str] = lambda endpoint: "utf-8",
    other_of: Callable[[Source], str] = lambda source: "",
    completed: Callable[[LogLine], LogLine] = lambda line: line,
    table: ColumnSet = LOG_TABLE,
) -> str:
    """Return rows as lines of tab-separated columns, with whole payloads.

    Args:
        rows: the rows.
        payload_of: returns a row's payload.
        encoding_of: returns the encoding of an endpoint, by the endpoint's name.
        other_of: returns the name of a connection's other end; empty if it is not of this session.
        completed: returns a line with what became of a call.
        table: the columns.
    """
    lines = []
    for row in rows:
        line = completed(log_line(row, None, other=other_of(row.source)))
        last = line.text
        if row.direction is not None:
            encoding = encoding_of(row.source.name)
            last = with_missing(shown(decoded(payload_of(row), encoding), encoding), row)
        left_out = (*_SAID_OTHERWISE, table.main.key)
        texts = (column.text(line) for column in table.columns if column.key not in left_out)
        lines.append("\t".join((date_time_text(row.time), *texts, last)))
    return "\n".join(lines)


def as_text(payload: bytes, source: Source, encoding: str = "utf-8") -> str:
    r"""Return a payload as text with its line ends; undecodable bytes become `\xNN`."""
    return copied(decoded(payload, encoding))


def as_hex(payload: bytes, source: Source, encoding: str = "utf-8") -> str:
    """Return a payload as `48 65 6c`."""
    return format_hex(payload)


def as_python(payload: bytes, source: Source, encoding: str = "utf-8") -> str:
    """Return a payload as a Python bytes literal."""
    return repr(payload)


def as_c_array(payload: bytes, source: Source, encoding: str = "utf-8") -> str:
    """Return a payload as the definition of a C array, sixteen bytes per line."""
    rows = [
        "    " + ", ".join(f"0x{byte:02x}" for byte in payload[start : start + 16])
        for start in range(0, len(payload), 16)
    ]
    # C has no empty arrays: use one element and a length of 0.
    body = ",\n".join(rows) if rows else "    0x00"
    count = len(payload)
    return (
        f"static const unsigned char payload[{max(count, 1)}] = {{\n{body}\n}};\n"
        f"static const unsigned int payload_length = {count};"
    )


def as_ncat(payload: bytes, source: Source, encoding: str = "utf-8") -> str:
    """Return a shell command that sends a payload with `ncat` to its connection's server."""
    written = "".join(_shell_escape(byte) for byte in payload)
    if written.startswith("-"):
        written = f"\\{ord('-'):03o}{written[1:]}"
    return f"printf '{written}' | ncat {_ncat_target(source)}"


def _shell_escape(byte: int) -> str:
    if byte in _SHELL_NAMES:
        return _SHELL_NAMES[byte]
    # POSIX printf(1) has octal escapes only; hexadecimal ones work in some shells.
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _ncat_target(source: Source) -> str:
    scheme, _, rest = source.endpoint.partition("://")
    address = (source.local if source.role is Role.SERVER else source.peer) or rest
    if scheme in ("unix", "unixgram"):
        option = "-U" if scheme == "unix" else "-U -u"
        return f"{option} {quote(rest)}"
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    return f"{'-u ' if scheme == 'udp' else ''}{quote(host)} {port}"


def payload_formats() -> tuple[tuple[str, PayloadFormat], ...]:
    """Return the formats in which payloads can be copied: titles and functions."""
    return (
        (tr("Text"), as_text),
        (tr("Hex"), as_hex),
        (tr("Python bytes"), as_python),
        (tr("C array"), as_c_array),
        (tr("ncat line"), as_ncat),
    )
