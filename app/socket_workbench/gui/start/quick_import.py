"""Imports PySide6 without what it needs for its messages about wrong calls only."""

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

# `mapping` is not among them: PySide6 reads its dictionary, which does not load a lazy module.
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
    """Import PySide6, whose modules about signatures are executed when they are first used.

    They are compiled anew from their source by each process, half of the time that PySide6 takes.
    They are found by a finder that shiboken6 puts into `sys.meta_path` while it is imported, so
    that is a list of ours meanwhile. Another version of PySide6, which does this differently, is
    imported as usual.

    Raises:
        ImportError: there is no PySide6, or it cannot be loaded.
    """
    finders, import_function = sys.meta_path, builtins.__import__
    sys.meta_path = _Finders(finders)
    try:
        # Before PySide6, or the modules would be looked into, and so executed.
        import_module("shiboken6")
        import_module("PySide6.QtWidgets")
    finally:
        sys.meta_path = finders
        # PySide6 has put a function there that reads the source of every module imported later, to
        # see whether it uses `__feature__`. None does, and it takes a quarter of the time of all.
        builtins.__import__ = import_function


class _Finders(list["MetaPathFinderProtocol"]):
    def insert(self, index: "SupportsIndex", finder: "MetaPathFinderProtocol") -> None:
        super().insert(index, _LazyFinder(finder))


class _LazyFinder:
    """Finds what another finder does, and lets what is `_LAZY` be executed when it is used."""

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
