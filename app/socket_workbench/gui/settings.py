"""What the window remembers from one start to the next."""

import json
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

ORGANISATION = "socket-workbench"
APPLICATION = "socket-workbench"


class Settings:
    """Named values in the user's settings file; what cannot be read is as if never kept.

    QSettings writes whole files under a lock, so that two windows do not damage each other's.

    Args:
        file: another file than the user's settings.
    """

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._store = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION
            )
        else:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def bytes(self, key: str) -> QByteArray:
        """Return a state that Qt made, empty when there is none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._store.value(key)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        try:
            return float(cast("str", self._store.value(key)))
        except (TypeError, ValueError):
            return default

    def table(self, key: str) -> dict[str, object]:
        """Return a table that was kept with `set_table`; empty when there is none."""
        try:
            value = json.loads(self.text(key))
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def set(self, key: str, value: QByteArray | str | float) -> None:
        """Keep a value."""
        self._store.setValue(key, value)

    def set_table(self, key: str, table: dict[str, object]) -> None:
        """Keep a table of texts, numbers, lists and tables."""
        self._store.setValue(key, json.dumps(table))

    def save(self) -> None:
        """Write to the file now."""
        self._store.sync()
