"""Imports PySide6 without executing the modules that it needs for error messages only."""

import builtins
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader, find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Loader
    from typing import SupportsIndex

    from _typeshed.importlib import MetaPathFinderProtocol

_MAPPING = "shibokensupport.signature.mapping"

_LAZY = {
    _MAPPING,
    *(
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
    ),
}

_LAZY_LIBRARY = ("bz2", "inspect", "lzma", "shutil", "tempfile", "traceback")
"""Modules of the standard library that shiboken6 imports, and uses in messages about errors."""

_executing = RLock()
"""Held while a lazy module is executed."""


def import_pyside() -> None:
    """Import PySide6; its signature modules, and what only they need, are executed on first use.

    Each process compiles them from source, which takes half of the import time of PySide6. They are
    found by a finder that shiboken6 inserts into `sys.meta_path` during its import, which is
    replaced by a list of our own for that time. A version of PySide6 that does this differently is
    imported as usual.

    Raises:
        ImportError: PySide6 is missing or cannot be loaded.
    """
    finders, import_function = sys.meta_path, builtins.__import__
    for name in _LAZY_LIBRARY:
        _import_lazily(name)
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


class _LazyModule(ModuleType):
    """A module that is executed when an attribute is asked for that it does not have yet.

    An `importlib.util.LazyLoader` makes modules that any access executes, also that of a second
    `import` statement to `__spec__`, and that two threads may execute at the same time (CPython
    issue 114763).
    """

    def __getattr__(self, name: str) -> object:
        with _executing:
            # Removed by the first: it is executed once, also if it asks for something of its own.
            loader = vars(self).pop("__lazy_loader__", None)
            if loader is not None:
                loader.exec_module(self)
                object.__setattr__(self, "__class__", ModuleType)
        return ModuleType.__getattribute__(self, name)


class _LazyLoader(LazyLoader):
    """Makes lazy modules of our own sort of what another loader loads."""

    def __init__(self, loader: "Loader") -> None:
        super().__init__(loader)
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a lazy module."""
        return _LazyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Keep the module from being executed now."""
        vars(module)["__lazy_loader__"] = vars(module)["__loader__"] = self._loader
        if module.__name__ == _MAPPING:
            # PySide6 takes it out of the module's dictionary.
            vars(module)["update_mapping"] = lambda: module.type_map and module.update_mapping()


def _import_lazily(name: str) -> None:
    """Import a module that is executed when it is used; nothing is done if it is there already."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None and spec.loader is not None:
        spec.loader = loader = _LazyLoader(spec.loader)
        module = sys.modules[name] = module_from_spec(spec)
        loader.exec_module(module)


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
            spec.loader = _LazyLoader(spec.loader)
        return spec
