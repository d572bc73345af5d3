"""Fixtures of every test: a home of its own, English, and nothing left behind.

A test that passes but leaves a thread, an open socket, a temporary file or a warning of Qt's fails
at its end, whatever it was about. A test that failed is not asked.
"""

import contextlib
import gc
import gettext
import importlib.util
import itertools
import os
import random
import re
import shutil
import signal
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

import hypothesis
import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QtMsgType, qInstallMessageHandler
from pytestqt.qtbot import QtBot

from socket_workbench import language

# Read once, when the first QApplication is made, so it has to stand before any test imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No desktop's bus belongs to a test, and Qt would open sockets to it.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="en")
# Nothing that is imported and collected is garbage, and looking at it takes an eighth of the time.
gc.disable()
# Otherwise each process, and this suite starts hundreds, would compile all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes says more about the machine than about the program. The examples are the
# same in every run, so that a change that passes also passes on the next machine; new ones are
# searched for with `pytest --hypothesis-profile search`.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1_000)
hypothesis.settings.load_profile("repeatable")

SETTLE_SECONDS = 10.0
"""How long a thread or a socket that is just ending may take before it counts as left."""

PATIENCE = 20_000
"""Milliseconds to wait at most for what is to happen: a machine may have much else to do."""

EPHEMERAL_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")

QT_PROCESS_THREADS = ("Thread (pooled)", "QDBusConnection")
"""Threads that Qt keeps as long as the process lives."""

_COMM_LENGTH = 15  # the system cuts a thread's name here, see prctl(2)
# Under Wine, /proc can be seen, and is that of other processes.
_PROC = Path("/proc/self") if sys.platform.startswith("linux") else Path("nowhere")
_TASKS = _PROC / "task"
_DESCRIPTORS = _PROC / "fd"
_ENGLISH = gettext.NullTranslations  # there is no catalogue of English
_failed = pytest.StashKey[bool]()
_warnings = pytest.StashKey[list[str]]()


def _makes_links() -> bool:
    """Whether symbolic links can be made: on Windows, that takes a right of its own.

    Wine 8 makes them, and then does not find what they lead to.
    """
    with tempfile.TemporaryDirectory() as folder:
        target, link = Path(folder) / "target", Path(folder) / "link"
        target.touch()
        try:
            link.symlink_to(target)
        except OSError:
            return False
        return link.exists()


def _is_wine() -> bool:
    """Whether this Windows is Wine, whose ntdll says so."""
    import ctypes

    return hasattr(ctypes, "windll") and hasattr(ctypes.windll.ntdll, "wine_get_version")


def _lists_sockets() -> bool:
    """Whether sock_diag(7) may be used: not in every sandbox."""
    try:
        socket.socket(getattr(socket, "AF_NETLINK"), socket.SOCK_RAW, 4).close()  # noqa: B009
    except (AttributeError, OSError):
        return False
    return True


NEEDS: dict[str, tuple[bool, str]] = {
    "unix sockets": (hasattr(socket, "AF_UNIX"), "Python has no Unix sockets here"),
    "fifos": (hasattr(os, "mkfifo"), "this system has no named pipes in folders"),
    "users": (hasattr(os, "getuid"), "this system has no user numbers"),
    "permission bits": (os.name == "posix", "this system has no permission bits"),
    "posix signals": (hasattr(signal, "SIGHUP"), "this system has no such signals"),
    "resource limits": (
        importlib.util.find_spec("resource") is not None,
        "this system has no resource limits",
    ),
    "symbolic links": (_makes_links(), "no symbolic links can be made here"),
    "open files removed": (os.name == "posix", "this system removes and renames no open files"),
    "any file name": (
        os.name == "posix",
        "names of files are shorter here, and of fewer characters",
    ),
    "device files": (os.name == "posix", "this system has no devices in folders"),
    "a posix shell": (os.name == "posix", "this system has no /bin/sh"),
    "tzset": (hasattr(time, "tzset"), "the zone of a process cannot be set here"),
    "calls that do not wait": (
        hasattr(socket, "MSG_DONTWAIT"),
        "this system has no MSG_DONTWAIT for a socket that blocks",
    ),
    "recvmsg": (hasattr(socket.socket, "recvmsg"), "Python tells no asked address here"),
    "icmp errors": (not _is_wine(), "Wine does not tell of unreachable ports"),
    "owners of ports": (not _is_wine(), "Wine takes long to tell whose a port is, or does not"),
    "addresses checked": (not _is_wine(), "Wine binds UDP to addresses of other computers"),
    "ports of administrators": (os.name == "posix", "everybody may have any port here"),
    "shared addresses": (os.name == "posix", "this program never shares an address here"),
    "reads that end": (not _is_wine(), "Wine may not end a read whose process was killed"),
    "resets": (not _is_wine(), "Wine sends no RST for SO_LINGER with 0 seconds"),
    "a shutdown that wakes": (
        sys.platform.startswith("linux"),
        "shutdown does not wake all calls here",
    ),
    "linux": (sys.platform.startswith("linux"), "only Linux has this"),
    "sock_diag": (_lists_sockets(), "this system does not list its sockets over netlink"),
}
"""What tests may need of a system, whether it is there, and why not: `@pytest.mark.needs(...)`."""


LACKS = {
    "AF_UNIX": "unix sockets",
    "mkfifo": "fifos",
    "getuid": "users",
    "geteuid": "users",
    "tzset": "tzset",
    "SIGHUP": "posix signals",
    "SIGUSR1": "posix signals",
    "SIGXFSZ": "posix signals",
    "SIGKILL": "posix signals",
    "pthread_sigmask": "posix signals",
    "O_NONBLOCK": "fifos",
}
"""Names of modules that are not there everywhere, and what they belong to in `NEEDS`."""


class PseudoCatalogue(gettext.NullTranslations):
    """Stands in for a language: a text that went through it is known by its brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Stand in for pytest-qt's own, with `PATIENCE`."""
    bot = QtBot(request)
    for wait in ("waitSignal", "waitSignals", "waitUntil", "waitActive", "waitExposed"):
        setattr(bot, wait, partial(getattr(bot, wait), timeout=PATIENCE))
    return bot


@pytest.fixture
def pseudo_language(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Show every translated text as `⟦...⟧`; what has no brackets was not translated."""
    monkeypatch.setattr(language, "_catalogue", PseudoCatalogue())


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Return the homes made so far: tests share the last one, as long as it can be emptied.

    To make and remove three folders takes a disk longer than most tests.
    """
    tmp_path_factory.getbasetemp()  # pytest's own folder is not to be made inside a home
    homes: list[Path] = []
    yield homes
    for home in homes:
        shutil.rmtree(home, ignore_errors=True)


def _empty(folder: Path, *kept: str) -> bool:
    """Empty a folder and these folders in it; return whether nothing else is left there."""
    folder.chmod(0o700)
    is_empty = True
    with os.scandir(folder) as entries:
        for entry in list(entries):
            path, is_folder = Path(entry.path), entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in kept:
                is_empty &= _empty(path)
                continue
            if is_folder:
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()
            is_empty &= not os.path.lexists(path)
    return is_empty


@pytest.fixture(autouse=True)
def own_home(homes: list[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test a home, settings and a temporary folder of its own, all empty.

    The path is short on purpose: a Unix socket's may have 107 bytes.
    """
    if not homes or not _empty(homes[-1], "tmp", "run"):
        homes.append(Path(tempfile.mkdtemp(prefix="sw-")))
    home = homes[-1]
    temporary, runtime = home / "tmp", home / "run"
    temporary.mkdir(exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    places = {
        "HOME": home,
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": runtime,
        "TMPDIR": temporary,
        # The same on Windows, where all of a user's files are kept in one folder.
        "USERPROFILE": home,
        "LOCALAPPDATA": home / "data",
        "TEMP": temporary,
        "TMP": temporary,
    }
    for name, folder in places.items():
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    _keep_qt_settings_in(home / "config")
    yield home
    left = sorted(path.name for path in temporary.iterdir())
    if left:
        pytest.fail(f"left temporary files: {', '.join(left)}")


@pytest.fixture
def small_files() -> Iterator[Callable[[int], None]]:
    """Let no file grow beyond a few bytes, as on a full disk."""
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.fixture(autouse=True)
def english() -> None:
    """Start every test in English, whatever the one before it chose."""
    if language.wanted_languages() != ["en"] or type(language._catalogue) is not _ENGLISH:
        language.use_language(["en"])


@pytest.fixture(autouse=True)
def garbage_stays_in_its_thread() -> Iterator[None]:
    """Collect between tests, in the main thread, as the window does: see `gui/start/garbage.py`.

    What was there before the first test, thousands of tests for one, is not looked at again each
    time.
    """
    if gc.isenabled():  # before the first test, and after one in which the window's collector ended
        gc.disable()
        gc.collect()
        gc.freeze()
    yield
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            break


@pytest.fixture(autouse=True)
def nothing_left(own_home: Path, english: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that passed but leaves a thread, a socket or a warning of Qt's."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("qapp")  # what the application itself opens, it keeps
    threads, tasks, sockets = set(threading.enumerate()), _tasks(), _open_sockets()
    yield
    # Only a loop that is entered does so by itself; until then each change of the theme or the
    # type would restyle what earlier tests left.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if request.node.stash.get(_failed, False):
        _take_warnings(request.config)
        return
    left = _settled(
        lambda: [
            *_left_threads(threads),
            *_left_tasks(tasks),
            *_left_sockets(sockets),
        ]
    )
    left += [f"Qt warned: {text}" for text in _take_warnings(request.config)]
    if left:
        pytest.fail("\n".join(left), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed; skip one that asked the system for what it lacks."""
    report = yield
    # pytest-xdist cannot send half a surrogate pair, such as that of a file's name, to its parent.
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode("utf-8"))
        for title, text in report.sections
    ]
    lack = _lack(call.excinfo) if report.failed and call.excinfo is not None else ""
    if lack:
        path, line, _ = item.location
        report.outcome = "skipped"
        report.longrepr = (path, (line or 0) + 1, f"Skipped: {lack}")
    if report.failed:
        item.stash[_failed] = True
    return report


def _lack(failure: pytest.ExceptionInfo[BaseException]) -> str:
    """Return the reason for which a test is skipped, if it asked for a name that is not there.

    Only if the test itself did: the program has to do without.
    """
    found = re.fullmatch(r"module '(\w+)' has no attribute '(\w+)'", str(failure.value))
    is_ours = Path(failure.traceback[-1].path).is_relative_to(Path(__file__).parent)
    if found is None or not is_ours or not isinstance(failure.value, AttributeError):
        return ""
    is_there, reason = NEEDS.get(LACKS.get(found[2], ""), (True, ""))
    return "" if is_there else reason


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C and a hangup interrupt, here and in all processes that tests start.

    A shell script starts its background jobs with SIGINT ignored, nohup ignores SIGHUP, and
    children inherit it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_IGN:
        signal.signal(hangup, signal.SIG_DFL)
    config.addinivalue_line("markers", "needs(*names): what is skipped where `NEEDS` lacks it")


def pytest_collection_finish() -> None:
    """Let the first test freeze what there is now."""
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start three processes on two cores: half of the time, tests wait for sockets and timers."""
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) * 3 // 2


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test where something is missing that it needs."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            is_there, reason = NEEDS[name]
            if not is_there:
                pytest.skip(reason)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to Qt while pytest-qt does not: it stops before a test's fixtures end."""
    kept = session.config.stash.setdefault(_warnings, [])
    grave = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg}

    def keep(kind: object, _context: object, text: str) -> None:
        if kind in grave:
            kept.append(text)

    qInstallMessageHandler(keep)


def _take_warnings(config: pytest.Config) -> list[str]:
    kept = config.stash[_warnings]
    taken = list(kept)
    kept.clear()
    harmless = config.getini("qt_log_ignore") if config.pluginmanager.hasplugin("pytest-qt") else ()
    return [text for text in taken if not any(re.search(known, text) for known in harmless)]


def _keep_qt_settings_in(folder: Path) -> None:
    # Qt works out the place of settings once in a process, so the variable alone is not enough.
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder))


def _settled(look: Callable[[], list[str]]) -> list[str]:
    """Return what is still there when everything that was just ending has ended."""
    deadline = time.monotonic() + SETTLE_SECONDS
    left = look()
    if left:
        gc.collect()
    while left and time.monotonic() < deadline:
        time.sleep(0.005)  # neither a thread of Qt's nor a descriptor can be waited for from here
        left = look()
    return left


def _left_threads(before: set[threading.Thread]) -> list[str]:
    after = [thread for thread in threading.enumerate() if thread not in before]
    return [f"left the thread {thread.name!r}" for thread in after if _lives(thread)]


def _lives(thread: threading.Thread) -> bool:
    # A thread of Qt's that ran Python code stays in Python's list for ever, up to Python 3.12.
    if isinstance(thread, threading._DummyThread) and _TASKS.is_dir():
        return (_TASKS / str(thread.native_id)).exists()
    return thread.is_alive()


def _tasks() -> set[int]:
    """Return the system's numbers of this process's threads, Qt's included.

    Without /proc, there is nothing to tell.
    """
    return {int(task.name) for task in os.scandir(_TASKS)} if _TASKS.is_dir() else set()


def _left_tasks(before: set[int]) -> list[str]:
    known = {thread.native_id for thread in threading.enumerate()}
    kept = {name[:_COMM_LENGTH] for name in QT_PROCESS_THREADS}
    left = []
    for number in sorted(_tasks() - before - known):
        task = _TASKS / str(number)
        try:
            # A thread that has just started still bears the name of the one that started it.
            name = (task / "comm").read_text().rstrip("\n")
            # As in proc_pid_stat(5): the state is the first word behind the name's parenthesis.
            state = (task / "stat").read_text().rpartition(") ")[2][:1]
            place = (task / "wchan").read_text()
        except OSError:
            continue  # it ended while it was looked at
        if name not in kept:
            left.append(f"left the Qt thread {name!r}, state {state} in {place}")
    return left


def _open_sockets() -> dict[int, int]:
    """Return the descriptor of every open socket of this process, by the number of its inode."""
    if not _DESCRIPTORS.is_dir():
        return {}  # What is collected without being closed warns, which is an error.
    sockets = {}
    for entry in os.scandir(_DESCRIPTORS):
        try:
            status = os.fstat(int(entry.name))
        except OSError:
            continue  # the descriptor that lists the folder
        if stat.S_ISSOCK(status.st_mode):
            sockets[status.st_ino] = int(entry.name)
    return sockets


def _left_sockets(before: dict[int, int]) -> list[str]:
    after = _open_sockets()
    numbers = {after[inode] for inode in after.keys() - before}
    if not numbers:
        return []
    known = {found.fd: found for found in psutil.Process().net_connections("all")}
    return [f"left the socket {number}: {known.get(number, 'unbound')}" for number in numbers]


def _is_free(kind: int, host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@pytest.fixture
def free_port() -> Callable[..., int]:
    """Find a port that nobody has, for what cannot be told port 0.

    A port that was bound and let go again may be given to the next socket that asks for any, in
    this process or another. So the port is one that the system gives to nobody who does not name
    it, below its range of ephemeral ports. It is free for each kind of socket at each host that is
    asked for.
    """
    first_ephemeral = 49152  # RFC 6335, section 6
    if EPHEMERAL_PORTS.exists():
        first_ephemeral = int(EPHEMERAL_PORTS.read_text().split()[0])
    ports = range(min(10_000, first_ephemeral - 5_000), first_ephemeral)

    def find(*kinds: int, hosts: Sequence[str] = ("127.0.0.1",)) -> int:
        while True:
            # Other tests look at the same time: in one order, all would find the same port.
            port = random.SystemRandom().choice(ports)
            wanted = itertools.product(kinds or (socket.SOCK_STREAM,), hosts)
            if all(_is_free(kind, host, port) for kind, host in wanted):
                return port

    return find


@pytest.fixture(scope="session")
def beyond_buffers() -> int:
    """Return how many bytes are more than both ends of a connection can hold.

    To send so many to a peer that does not read blocks, and is short where it may not block. What
    Linux holds differs from machine to machine: buffers of TCP grow up to the last figures of
    tcp_rmem and tcp_wmem, tcp(7).
    """
    most = 24 << 20
    limits = [Path("/proc/sys/net/ipv4", name) for name in ("tcp_rmem", "tcp_wmem")]
    if all(path.exists() for path in limits):
        most = max(most, sum(int(path.read_text().split()[-1]) for path in limits))
    return most + (1 << 20)


@pytest.fixture
def theme(qapp):
    """Give the application its look for one test."""
    from shiboken6 import delete

    from socket_workbench.gui.looks.fonts import COMPACT_ROW, use_table_rows
    from socket_workbench.gui.looks.palette import LIGHT, STYLE, use_tokens
    from socket_workbench.gui.looks.theme import Scheme, Theme

    before = (qapp.palette(), qapp.font(), qapp.styleSheet(), qapp.style().name())
    qapp.setStyle(STYLE)
    theme = Theme(qapp)
    theme.set_scheme(Scheme.LIGHT)
    yield theme
    # Otherwise what the test has used would be styled again before it is deleted.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    delete(theme)
    use_tokens(LIGHT)
    use_table_rows(COMPACT_ROW)
    qapp.setStyleSheet(before[2])
    qapp.setStyle(before[3])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


@pytest.fixture
def plant_journal() -> Callable[[Path, Path], Path]:
    """Return a function that puts a rollback journal beside a file, which names another file.

    SQLite plays it back as soon as it reads the file as a database that it may write, and deletes
    the file named (see "super-journal" in https://sqlite.org/fileformat2.html).
    """

    def plant(path: Path, victim: Path) -> Path:
        name = os.fsencode(victim)
        magic = bytes.fromhex("d9d505f920a163d7")
        pages = max(1, path.stat().st_size // 16384 if path.exists() else 1)
        header = magic + b"".join(number.to_bytes(4, "big") for number in (0, 1, pages, 512, 16384))
        ending = (1 << 30).to_bytes(4, "big") + name + len(name).to_bytes(4, "big")
        ending += sum(name).to_bytes(4, "big") + magic
        journal = path.with_name(f"{path.name}-journal")
        journal.write_bytes(header.ljust(512, b"\0") + ending)
        return journal

    return plant


@pytest.fixture
def contrast():
    """Return a function that returns the contrast ratio of two colours (WCAG 2.1, 1.4.3)."""
    from PySide6.QtGui import QColor

    def luminance(color):
        rgb = QColor(color)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (rgb.redF(), rgb.greenF(), rgb.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def ratio(first, second):
        darker, lighter = sorted((luminance(first), luminance(second)))
        return (lighter + 0.05) / (darker + 0.05)

    return ratio
