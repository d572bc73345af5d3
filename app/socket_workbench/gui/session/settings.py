"""The settings that the window stores between starts."""

import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, cast

from PySide6.QtCore import QByteArray, QSettings

from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, read_regular
from socket_workbench.user_folders import settings_file

VERSION = 1
"""The version of what the settings mean. A version of the program that gives stored names or values
another meaning raises it, and reads the older ones; older programs leave such files alone."""

_VERSION_KEY = "version"

_CHECKSUM_SIZE = 4

MOST_BYTES = 16 * 1024 * 1024
"""The largest size of a settings file, in bytes."""

Values = Mapping[str, QByteArray | str | float]
"""Values by their keys."""

MOST_TABLE = MOST_BYTES // 4
"""The most characters of a table as JSON; QSettings writes up to two bytes for each."""

_FOREIGN = re.compile(
    rb'\\.|"(?!@(?:Variant|DateTime)\()(?:[^"\\\n]|\\.)*+"'
    rb'|(?:^[^=\n]*=|,)[ \t]*"?(@(?:Variant|DateTime)\()',
    re.MULTILINE | re.DOTALL,
)
"""Matches a value, or one of a list, that QSettings reads with QDataStream.

Escapes and quoted texts are skipped.
"""


def read_kept(text: str | bytes) -> object:
    """Return a stored JSON value; None if it is invalid or nested too deeply."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


class Settings:
    """Named values in the user's settings file; a value that cannot be read counts as missing.

    QSettings writes whole files under a lock, so several windows can use the same file.

    Args:
        file: a file to use instead of the user's settings.

    Attributes:
        path: the file.
        fault: a sentence if the file cannot be used, in which case nothing is read or stored;
            otherwise empty.
        are_off: whether nothing is read or stored by any object of this class, for a start with
            defaults.
    """

    are_off: ClassVar[bool] = False

    def __init__(self, file: Path | None = None) -> None:
        self.path = settings_file() if file is None else file
        self._store = None
        self.fault = ""
        if self.are_off:
            return
        self.fault = _fault(self.path)
        if not self.fault:
            self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        if self.number(_VERSION_KEY, 0) > VERSION:
            self._store = None
            self.fault = tr(
                "The settings in {path} are those of a newer version of the program. They are left"
                " as they are: defaults are used, and nothing is kept.",
                path=self.path,
            )

    @property
    def is_read(self) -> bool:
        """Whether the file is used, so that a value that is missing was never set."""
        return self._store is not None

    def _value(self, key: str) -> object:
        return None if self._store is None else self._store.value(key)

    def bytes(self, key: str) -> QByteArray:
        """Return a state saved by Qt; empty if it is missing or was changed.

        Qt does not validate it: `QMainWindow.restoreState` crashes on corrupt data.
        """
        value = self._value(key)
        kept = bytes(value.data()) if isinstance(value, QByteArray) else b""
        checksum, state = kept[:_CHECKSUM_SIZE], kept[_CHECKSUM_SIZE:]
        return QByteArray(state if checksum == _checksum(state) else b"")

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._value(key)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        try:
            return float(cast("str", self._value(key)))
        except (TypeError, ValueError):
            return default

    def table(self, key: str) -> dict[str, object]:
        """Return a table stored by `set_table`; empty if there is none."""
        value = read_kept(self.text(key))
        return value if isinstance(value, dict) else {}

    def set(self, key: str, value: QByteArray | str | float) -> None:
        """Store a value."""
        if isinstance(value, QByteArray):
            state = bytes(value.data())
            value = QByteArray(_checksum(state) + state)
        if self._store is not None:
            self._store.setValue(key, value)
            self._store.setValue(_VERSION_KEY, VERSION)

    def update(self, values: Values) -> None:
        """Store several values."""
        for key, value in values.items():
            self.set(key, value)

    def set_table(self, key: str, table: dict[str, object]) -> bool:
        """Store a table of texts, numbers, lists and tables.

        Returns:
            False if it is too long; what was stored stays then. A file that grew beyond
            `MOST_BYTES` would be refused at the next start.
        """
        text = json.dumps(table)
        if len(text) > MOST_TABLE:
            return False
        self.set(key, text)
        return True

    def save(self) -> bool:
        """Write the file now; return False if it cannot be written."""
        if self._store is None:
            return True
        if self._store.status() is QSettings.Status.AccessError:
            # An object keeps its first error. A new one shares what has not been written yet.
            self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._store.sync()
        return self._store.status() is not QSettings.Status.AccessError


def _checksum(state: bytes) -> bytes:
    return zlib.crc32(state).to_bytes(_CHECKSUM_SIZE)


def _fault(path: Path) -> str:
    """Return why a file must not be opened by QSettings, as a sentence; empty if it may.

    QSettings would block on a named pipe. Values of types that this program does not store are
    read by QDataStream, whose recursion on nested lists can overflow the stack.
    """
    try:
        content = read_regular(path, MOST_BYTES) if path.exists() else b""
    except (OSError, UnreadableFileError) as error:
        reason = str(error)
    else:
        if not any(found[1] for found in _FOREIGN.finditer(content)):
            return ""
        reason = tr("it holds values that this program has not written")
    return tr(
        "The settings in {path} are not used: {reason}. Nothing is kept until the file is removed.",
        path=path,
        reason=reason,
    )
