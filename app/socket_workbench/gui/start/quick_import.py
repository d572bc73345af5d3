"""Imports PySide6 without the modules that it needs for error messages only."""

import builtins
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import SupportsIndex

    from _typeshed.importlib import MetaPathFinderProtocol

# Not `mapping`: PySide6 reads its dictionary, which does not load a lazy module.
_LAZY = {
    f"shibokensupport.signature.{name}"
    for name in (
        "errorhandler",
        "importhandler",
        "layout",
        "lib.enum_sig",
        "lib.pyi_generator",
        "lib.tool",
        "parser",
    )
}


def import_pyside() -> None:
    """Import PySide6; its signature modules are executed on first use.

    Each process compiles them from source, which takes half of the import time of PySide6. They are
    found by a finder that shiboken6 inserts into `sys.meta_path` during its import, which is
    replaced by a list of our own for that time. A version of PySide6 that does this differently is
    imported as usual.

    Raises:
        ImportError: PySide6 is missing or cannot be loaded.
    """
    finders, import_function = sys.meta_path, builtins.__import__
    sys.meta_path = _Finders(finders)
    try:
        # Before PySide6: later, they would be inspected and thereby executed.
        import_module("shiboken6")
        import_module("PySide6.QtWidgets")
    finally:
        sys.meta_path = finders
        # PySide6 has replaced it by a function that reads the source of each module imported later
        # to detect `__feature__`. No module uses that, and it takes a quarter of the whole time.
        builtins.__import__ = import_function


class _Finders(list["MetaPathFinderProtocol"]):
    def insert(self, index: "SupportsIndex", finder: "MetaPathFinderProtocol") -> None:
        super().insert(index, _LazyFinder(finder))


class _LazyFinder:
    """Wraps another finder, and makes the modules in `_LAZY` lazy."""

    def __init__(self, finder: "MetaPathFinderProtocol") -> None:
        self._finder = finder

    def __eq__(self, other: object) -> bool:
        # shiboken6 removes what it has inserted.
        return other is self._finder

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = self._finder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None and name in _LAZY:
            spec.loader = LazyLoader(spec.loader)
        return spec
