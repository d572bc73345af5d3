"""Begins to watch a process: hooks for imports, uncaught exceptions, forks and the end."""

from __future__ import annotations

import atexit
import os
import sys
import time

from .calls import Calls
from .channel import Channel
from .gate import Gate
from .selects import Selects
from .values import USERS, place_of, raised, said, whose, without_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import Any

PATH = "SOCKET_WORKBENCH_WATCH"
"""The environment variable with the path of the workbench's socket."""

_LIBRARY = os.path.join(os.path.dirname(os.path.abspath(os.__file__)), "")


def install() -> None:
    """Watch this process; without the workbench, only its option `-b` is made unnoticeable."""
    channel = Channel(os.environ[PATH])
    # Before the imports are hooked: a .pth file may have imported `socket` already.
    is_open = channel.connect()
    watcher = Watcher(channel)
    watcher.hook_imports()
    if not is_open:
        return
    _tell_process(channel, is_forked=False)
    watcher.hook_exceptions()
    os.register_at_fork(before=watcher.announce_fork, after_in_child=watcher.reconnect)
    atexit.register(watcher.finish)


def _tell_process(channel: Channel, *, is_forked: bool) -> None:
    channel.tell_surely(
        (
            "process",
            time.time_ns(),
            os.getpid(),
            os.getppid(),
            is_forked,
            ".".join(map(str, sys.version_info[:3])),
        )
    )


class Watcher:
    """Hooks that tell what happens in this process."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._calls = Calls(channel, Gate(os.path.dirname(os.environ[PATH])))
        self._selects = Selects(self._calls)

    def hook_imports(self) -> None:
        """Wrap modules when the program imports them, or at once if it has."""
        after: dict[str, Callable[[Any], None]] = {
            "socket": self._on_socket,
            "select": self._on_select,
            "selectors": self._on_selectors,
            "threading": self._on_threading,
            "traceback": self._on_traceback,
            "multiprocessing.process": self._on_process,
            "warnings": self._on_warnings,
            "socketserver": self._on_socketserver,
            "asyncio.base_events": self._on_asyncio,
        }
        for name in after:
            if name in sys.modules:
                after[name](sys.modules[name])
        sys.meta_path.insert(0, ImportHook(after, self._on_found))

    def hook_exceptions(self) -> None:
        """Tell exceptions that nothing catches."""
        before = sys.excepthook

        def excepthook(kind: Any, error: Any, trace: Any) -> None:
            self._tell_uncaught(error, trace)
            shown = without_ours(trace)
            before(kind, error.with_traceback(shown), shown)

        sys.excepthook = excepthook

    def announce_fork(self) -> None:
        """Tell that a process is about to be forked, which has all sockets that are open now."""
        if self._channel.is_open:
            self._channel.tell_surely(("forking", time.time_ns()))

    def reconnect(self) -> None:
        """Connect a forked process for itself."""
        if self._channel.is_open and self._channel.connect():
            _tell_process(self._channel, is_forked=True)

    def finish(self) -> None:
        """Tell that the interpreter ends."""
        if self._channel.is_open:
            self._channel.tell_surely(("exit", time.time_ns()))
            self._channel.finish()

    def _on_found(self, name: str, origin: Any) -> None:
        """Tell that a file of the program's hides a module, which may fail while it is run."""
        is_file = isinstance(origin, str) and os.path.isabs(origin)
        is_hiding = name == "socket" and is_file and not origin.startswith(_LIBRARY)
        if is_hiding and self._channel.is_open:
            self._channel.tell_surely(("shadow", time.time_ns(), origin))

    def _on_socket(self, module: ModuleType) -> None:
        is_class = isinstance(getattr(module, "socket", None), type)
        if self._channel.is_open and is_class and hasattr(module.socket, "_real_close"):
            self._calls.wrap_module(module)

    def _on_select(self, module: Any) -> None:
        if self._channel.is_open:
            self._selects.wrap_select(module)

    def _on_selectors(self, module: Any) -> None:
        if self._channel.is_open:
            self._selects.wrap_selectors(module)

    def _on_threading(self, module: Any) -> None:
        before = getattr(module, "excepthook", None)
        if before is None:
            return

        def excepthook(args: Any) -> None:
            self._tell_uncaught(args.exc_value, args.exc_traceback)
            if args.exc_value is not None:
                shown = without_ours(args.exc_traceback)
                error = args.exc_value.with_traceback(shown)
                args = type(args)((args.exc_type, error, shown, args.thread))
            before(args)

        module.excepthook = excepthook

    def _on_traceback(self, module: Any) -> None:
        """Leave our frames out of what the program prints of an exception itself."""
        # The second is what Python 3.11 and later use.
        for name in ("walk_tb", "_walk_tb_with_full_positions"):
            before = getattr(module, name, None)
            if before is not None:
                setattr(module, name, _without_ours(before))

    def _on_process(self, module: Any) -> None:
        """Tell what ends a process of `multiprocessing`, which prints it without `excepthook`."""
        before = module.BaseProcess._bootstrap

        def _bootstrap(process: Any, *args: Any, **options: Any) -> Any:
            run = process.run

            def told() -> None:
                try:
                    run()
                except BaseException as error:
                    self._tell_uncaught(error, error.__traceback__)
                    raise

            process.run = told
            return before(process, *args, **options)

        module.BaseProcess._bootstrap = _bootstrap

    def _on_warnings(self, module: Any) -> None:
        """Take the warnings of `python -b`, which the program has not asked for."""
        if not sys.flags.bytes_warning:
            return
        before = module.showwarning

        def showwarning(
            message: Any, category: Any, filename: str, lineno: int, *rest: Any, **more: Any
        ) -> None:
            if category is not BytesWarning:
                before(message, category, filename, lineno, *rest, **more)
            elif self._channel.is_open and whose(filename) == USERS:
                event = ("bytes warning", time.time_ns(), str(message)[:200], filename, lineno)
                self._channel.tell_surely(event)

        module.showwarning = showwarning

    def _on_socketserver(self, module: Any) -> None:
        before = module.BaseServer.handle_error

        def handle_error(server: Any, request: Any, client_address: Any) -> None:
            _, error, trace = sys.exc_info()
            self._tell_uncaught(error, trace)
            before(server, request, client_address)

        module.BaseServer.handle_error = handle_error

    def _on_asyncio(self, module: Any) -> None:
        before = module.BaseEventLoop.default_exception_handler

        def default_exception_handler(loop: Any, context: Any) -> None:
            error = context.get("exception")
            if error is not None:
                self._tell_uncaught(error, error.__traceback__)
            before(loop, context)

        module.BaseEventLoop.default_exception_handler = default_exception_handler

    def _tell_uncaught(self, error: Any, trace: Any) -> None:
        if error is None or isinstance(error, (SystemExit, KeyboardInterrupt)):
            return
        detail = None
        if isinstance(error, UnicodeDecodeError):
            detail = error.encoding, bytes(error.object[-8:]), len(error.object) - error.start
        name = getattr(sys.modules.get("threading"), "current_thread", None)
        thread = name().name if name is not None else "MainThread"
        kind = tuple(each.__name__ for each in type(error).__mro__[:4])
        where = place_of(trace)
        event = (time.time_ns(), thread, kind, said(error, 300), raised(error)[2], where, detail)
        if self._channel.is_open:
            self._channel.tell_surely(("uncaught", *event))


def _without_ours(walk: Any) -> Any:
    def walk_tb(trace: Any) -> Any:
        return walk(without_ours(trace))

    return walk_tb


class ImportHook:
    """A finder that lets the others find a module, and calls a function when it has been run.

    So it is Python that decides which `socket` is imported: the library's, or a file of that name
    beside the program.

    Args:
        after: the functions, by the names of the modules.
        found: called with the name and the origin of a module of these before it is run.
    """

    def __init__(
        self, after: dict[str, Callable[[Any], None]], found: Callable[[str, Any], None]
    ) -> None:
        self._after = after
        self._tell_found = found
        self._is_busy = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> Any:
        """See `importlib.abc.MetaPathFinder`."""
        if name not in self._after or self._is_busy:
            return None
        self._is_busy = True
        try:
            spec = self._found(name, path, target)
        finally:
            self._is_busy = False
        if spec is not None:
            self._tell_found(name, spec.origin)
        loader: Any = getattr(spec, "loader", None)
        run = getattr(loader, "exec_module", None)
        # Loaders of built-in and frozen modules are classes, those of archives serve many modules.
        after = self._after[name]
        if run is not None and isinstance(loader, type):
            spec.loader = _OneLoading(loader, after)
        elif run is not None:

            def exec_module(module: ModuleType) -> None:
                run(module)
                if module.__name__ == name:
                    after(module)

            loader.exec_module = exec_module
        return spec

    def _found(self, name: str, path: Any, target: Any) -> Any:
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is not self and find is not None:
                spec = find(name, path, target)
                if spec is not None:
                    return spec
        return None


class _OneLoading:
    """Loads one module that is built in or frozen, whose loader cannot be changed.

    Args:
        loader: the class that loads it.
        after: called with the module when it has been run.
    """

    def __init__(self, loader: Any, after: Callable[[Any], None]) -> None:
        self._loader = loader
        self._after = after

    def create_module(self, spec: Any) -> Any:
        """See `importlib.abc.Loader`."""
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        """See `importlib.abc.Loader`."""
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._after(module)
