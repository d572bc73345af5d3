"""The rules of docs/architecture.md that a machine can check."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "app" / "socket_workbench"
TESTS = ROOT / "tests"

MODULE_LINES = 400
FUNCTION_LINES = 60
FEW_LINES = 50
SHARE_OF_SHORT_MODULES = 0.22
FOLDER_FILES = 30

WHOLE_PROGRAM = {"acceptance", "benchmarks", "interop", "packaging"}
"""Folders of tests that are about no single source file of the package."""

RULES = {"test_conftest.py", "test_soak.py", "test_structure.py"}
"""Tests at the top that are about no source file either."""

CONTEXT_MANAGERS = {
    "assertNotEmitted",
    "captureExceptions",
    "waitActive",
    "waitCallback",
    "waitExposed",
    "waitSignal",
    "waitSignals",
}
"""Methods of pytest-qt's `qtbot` whose result has to be used: the call alone waits for nothing."""

VAGUE = {"manager", "helper", "helpers", "util", "utils", "common", "misc", "handler", "stuff"}

# Written in two parts, so that this file does not hold what it looks for.
FORBIDDEN = [
    r"/" + r"root\b",
    r"/" + r"work/",
    r"\bpypi" + r"\.org\b",
    r"\bpython" + r"hosted\.org\b",
    r"\b(deb|security)\." + r"debian\.org\b",
]


def sources():
    return sorted(PACKAGE.rglob("*.py"))


def modules():
    return [*sources(), *sorted((ROOT / "packaging").rglob("*.py"))]


def python_files():
    return [*modules(), *sorted(TESTS.rglob("*.py"))]


def texts():
    """Return the files of the project that people read, whether git knows them yet or not."""
    folders = [ROOT / name for name in ("app", "docs", "packaging", "resources", "tests", ".ci")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    readable = {"", ".md", ".py", ".sh", ".toml", ".cfg", ".pot", ".qss", ".svg", ".txt", ".yml"}
    return sorted(path for path in found if path.suffix in readable)


@cache
def parsed(path):
    """Return the syntax tree of a source file, which several rules look at."""
    return ast.parse(path.read_bytes())


@pytest.fixture(scope="module", autouse=True)
def trees_are_dropped():
    yield
    parsed.cache_clear()


def statements(tree):
    """Yield all statements of a tree; in expressions there are none."""
    found = [tree]
    while found:
        node = found.pop()
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            found += getattr(node, name, ())
        yield node


def name_called(call):
    """Return the last name of what is called: `suppress` for `contextlib.suppress(OSError)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def short(path):
    return path.relative_to(ROOT).as_posix()


def place_of_test(source):
    """Return where a source file's test is: `payload/text.py` -> `payload/test_text.py`."""
    inside = source.relative_to(PACKAGE)
    return TESTS / inside.parent / f"test_{inside.stem.strip('_')}.py"


def test_modules_are_short():
    """A test file may be longer: it belongs to one source file, whatever there is to say of it."""
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in modules()}

    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_few_modules_hold_next_to_nothing():
    """What belongs to one subject stands together: a reader opens one file instead of four."""
    lengths = [
        len(path.read_text("utf-8").splitlines())
        for path in sources()
        if path.name != "__init__.py"
    ]
    short_ones = [length for length in lengths if length <= FEW_LINES]

    assert len(short_ones) / len(lengths) < SHARE_OF_SHORT_MODULES


def test_folders_are_small():
    files = Counter(path.parent for path in sources() if path.name != "__init__.py")

    assert {short(folder): count for folder, count in files.items() if count > FOLDER_FILES} == {}


def test_functions_are_short():
    trees = {path: parsed(path) for path in modules()}
    lengths = {
        f"{short(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files()
        for node in statements(trees.get(path) or ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_every_source_file_has_its_test_file():
    tested = [path for path in sources() if path.name != "__init__.py"]

    assert [short(path) for path in tested if not place_of_test(path).is_file()] == []


def test_every_test_file_has_its_source_file():
    wanted = {place_of_test(path) for path in sources()}
    tests = {
        path
        for path in TESTS.rglob("test_*.py")
        if path.relative_to(TESTS).parts[0] not in WHOLE_PROGRAM | RULES
    }

    assert sorted(map(short, tests - wanted)) == []


BORDERS = {
    "cli/border.py: _contained",
    "cli/output/printer.py: _run",
    "engine/client.py: _attempt",
    "engine/connections/connection.py: converse",
    "engine/connections/dialogue_runner.py: _tell_guarded",
    "engine/connections/selected_connection.py: _step",
    "engine/datagram_service.py: receive",
    "engine/server.py: _run",
    "engine/server.py: _serve",
    "gui/threads/job.py: run",
    "journal/delivery.py: write",
    "journal/delivery.py: close",
    "journal/delivery.py: tend",
    "scenarios/runner.py: _run",
    "sockets/opening/resolve.py: _answer",
    "watch/child/_socket_workbench/calls.py: _make_method",
    "watch/child/_socket_workbench/values.py: said",
    "watch/child/sitecustomize.py: _install",
}
"""The functions where whatever went wrong is told: what calls them could not do it."""


def is_broad(caught):
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return caught is None or any(
        isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException") for kind in kinds
    )


def raises_again(handler):
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def nodes_in_functions(tree):
    """Yield all nodes, each with the name of the innermost function around it."""
    found = [(tree, "")]
    while found:
        node, function = found.pop()
        yield node, function
        if isinstance(node, ast.FunctionDef):
            function = node.name
        found += [(child, function) for child in ast.iter_child_nodes(node)]


def broad_handlers():
    """Return the functions that catch everything and do not raise it again."""
    found = set()
    for path in sources():
        for node, function in nodes_in_functions(parsed(path)):
            if isinstance(node, ast.ExceptHandler):
                is_border = is_broad(node.type) and not raises_again(node)
            elif isinstance(node, ast.Call) and name_called(node) == "suppress":
                is_border = any(map(is_broad, node.args))
            else:
                continue
            if is_border:
                found.add(f"{path.relative_to(PACKAGE).as_posix()}: {function}")
    return found


def test_everything_is_caught_at_the_borders_only():
    assert broad_handlers() == BORDERS


PARTICIPLES = {
    "chosen",
    "found",
    "known",
    "left",
    "made",
    "missed",
    "mistaken",
    "read",
    "told",
    "written",
}
STATES = {"due", "ready", "visible"}


def test_signals_are_facts_or_wishes():
    signals = {
        f"{path.relative_to(PACKAGE).as_posix()}: {target.id}"
        for path in (PACKAGE / "gui").rglob("*.py")
        for node in statements(parsed(path))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and name_called(node.value) == "Signal"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    last = {signal: signal.rpartition("_")[2].rpartition(" ")[2] for signal in signals}

    assert len(signals) > 100
    assert [
        signal
        for signal, word in sorted(last.items())
        if not word.endswith("ed") and word not in PARTICIPLES | STATES
    ] == []


def calls_without_use(tree):
    """Yield the context managers of `qtbot` that are called as a statement of their own."""
    for node in statements(tree):
        is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if is_call and name_called(node.value) in CONTEXT_MANAGERS:
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_no_test_waits_for_nothing():
    idle = ast.parse("qtbot.waitActive(window)\nwith qtbot.waitExposed(window):\n    show()")

    assert list(calls_without_use(idle)) == ["1: qtbot.waitActive(window)"]
    assert [
        f"{short(path)}:{call}"
        for path in sorted(TESTS.rglob("*.py"))
        if any(name in path.read_text("utf-8") for name in CONTEXT_MANAGERS)
        for call in calls_without_use(ast.parse(path.read_bytes()))
    ] == []


def test_files_are_named_in_snake_case_after_what_they_hold():
    names = {short(path): path.stem for path in python_files()}

    assert [path for path, stem in names.items() if not re.fullmatch(r"_*[a-z0-9_]+", stem)] == []
    assert [path for path, stem in names.items() if VAGUE & set(stem.split("_"))] == []


OWN_FILES = {
    "cli/commands/new.py",
    "gui/licences/notices.py",
    "gui/looks/icons.py",
    "gui/looks/stylesheet.py",
    "scenarios/builtin.py",
    "sockets/failures/address_sentences.py",
    "sockets/kernel/proc_net.py",
    "watch/programs.py",
}
"""Modules that read files of the program's own, or of the system (/proc), whole."""


def test_files_that_people_name_are_read_with_care():
    """A pipe blocks whoever opens it, and a device never ends: see `regular_file.py`."""
    whole = re.compile(r"\.read_(bytes|text)\(")

    found = {path for path in sources() if whole.search(path.read_text("utf-8"))}
    assert {path.relative_to(PACKAGE).as_posix() for path in found} == OWN_FILES


def test_texts_are_read_as_they_are():
    """Qt's own ways give a space for each no-break space; `TextEdit` does not."""
    qt_own = re.compile(r"QPlainTextEdit[()]|\btoPlainText\(|QTextBrowser|QTextEdit\(")
    window = sorted((PACKAGE / "gui").rglob("*.py"))

    found = {short(path) for path in window if qt_own.search(path.read_text("utf-8"))}
    assert found == {short(PACKAGE / "gui" / "widgets" / "text_edit.py")}


LENT = re.compile(r"\b(QStyleOption\w*|Q\w*Event|QModelIndex|QPainter|QMimeData)\b")
"""Types whose objects Qt lends for one call."""

OPTION_VALUES = {
    "backgroundBrush",
    "font",
    "fontMetrics",
    "icon",
    "index",
    "locale",
    "palette",
    "rect",
}
"""Fields of style options that are references into them."""


def lent_parameters(function):
    """Return the parameters that Qt lends, by name, and those of them that are style options."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    types = {one.arg: ast.unparse(one.annotation) for one in arguments if one.annotation}
    lent = {name for name, kind in types.items() if LENT.search(kind)}
    return lent, {name for name in lent if "QStyleOption" in types[name]}


def is_read_only(use, parents):
    """Return whether a field is used in one call of Qt's: `x.rect.left()`, `QFont(x.font)`."""
    around = parents[use]
    if isinstance(around, ast.Attribute):
        return True
    if not isinstance(around, ast.Call):
        return False
    called = ast.unparse(around.func)
    return called.startswith("painter.") or re.fullmatch(r"Q[A-Z]\w*", called) is not None


def kept_of_what_is_lent(tree):
    """Return the lines in which something lent is kept, or handed on without a copy."""
    for function in statements(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        lent, options = lent_parameters(function)
        nodes = list(ast.walk(function)) if lent else []
        parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                is_field = node.value.id in options and node.attr in OPTION_VALUES
                if is_field and not is_read_only(node, parents):
                    yield node.lineno
            elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Name):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if node.value.id in lent and any("self" in ast.unparse(one) for one in targets):
                    yield node.lineno


def test_nothing_that_qt_lends_for_a_call_is_kept():
    """A style option's font, kept in a cache, is a pointer into memory that Qt has freed."""
    for wrong in ("self.font = option.font", "Texts(option.font)", "x = option.rect"):
        program = f"def paint(self, option: QStyleOptionViewItem):\n    {wrong}\n"
        assert list(kept_of_what_is_lent(ast.parse(program))) == [2]
    assert list(kept_of_what_is_lent(ast.parse("def f(self, e: QEvent):\n    self.e = e"))) == [2]

    found = [
        f"{short(path)}:{line}"
        for path in sorted((PACKAGE / "gui").rglob("*.py"))
        if LENT.search(path.read_text("utf-8"))
        for line in kept_of_what_is_lent(parsed(path))
    ]

    assert found == []


def is_plain(text):
    """Return whether an expression is the program's own words, or foreign ones made plain."""
    if isinstance(text, ast.Constant):
        return text.value is None or text.value == ""
    if not isinstance(text, ast.Call):
        return False
    if ast.unparse(text.func) == "tr":
        return isinstance(text.args[0], ast.Constant) and not text.keywords
    return ast.unparse(text.func) == "plain_tooltip"


def raw_tooltips(tree):
    """Return the lines in which a tooltip gets a text that Qt could take for markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "ToolTipRole" in ast.unparse(node.test):
            returns = [one for one in ast.walk(node) if isinstance(one, ast.Return)]
            texts = [one.value for one in returns if one.value is not None]
        elif not isinstance(node, ast.Call):
            continue
        elif name_called(node) in ("setToolTip", "setWhatsThis", "setStatusTip", "showText"):
            texts = node.args[-1:]
        elif name_called(node) in ("setData", "setItemData"):
            texts = node.args[1:2] if "ToolTipRole" in ast.unparse(node) else []
        else:
            continue
        if not all(is_plain(text) for text in texts):
            yield node.lineno


def test_every_tooltip_is_plain_text():
    for wrong in (
        "w.setToolTip(peer)",
        "w.setToolTip(tr('to {peer}', peer=peer))",
        "w.setItemData(0, name, Qt.ItemDataRole.ToolTipRole)",
        "QToolTip.showText(place, name)",
        "if role == Qt.ItemDataRole.ToolTipRole:\n    return row.peer",
    ):
        assert list(raw_tooltips(ast.parse(wrong))) == [1]
    assert list(raw_tooltips(ast.parse("w.setToolTip(plain_tooltip(peer))"))) == []

    found = [
        f"{short(path)}:{line}"
        for path in sorted((PACKAGE / "gui").rglob("*.py"))
        if re.search("ToolTip|WhatsThis|StatusTip|showText", path.read_text("utf-8"))
        for line in raw_tooltips(parsed(path))
    ]

    assert found == []


def test_labels_and_boxes_that_guess_what_is_markup_are_not_used():
    """`PlainLabel` shows text as it is; a `QLabel` renders what looks like HTML."""
    guessing = re.compile(r"\b(QLabel|QMessageBox|QErrorMessage|QTextBrowser|setHtml|insertHtml)\b")

    found = [
        short(path)
        for path in sorted((PACKAGE / "gui").rglob("*.py"))
        if guessing.search(path.read_text("utf-8")) and path.name != "labels.py"
    ]

    assert found == []


def test_packages_say_what_they_hold():
    folders = {path.parent for path in sources()}

    assert [short(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_imports_go_down_only():
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    result = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


def imported_at_once(path):
    """Return the modules of the package that are imported when a module is, by their files."""
    nodes = list(parsed(path).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            base = node.module if isinstance(node, ast.ImportFrom) and node.module else ""
            names = [base, *(f"{base}.{each.name}".strip(".") for each in node.names)]
            files = [PACKAGE.parent.joinpath(*name.split(".")).with_suffix(".py") for name in names]
            yield from (file for file in files if PACKAGE in file.parents and file.is_file())
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        elif not isinstance(node, ast.FunctionDef | ast.expr):
            nodes += ast.iter_child_nodes(node)


def test_what_is_shown_later_is_imported_later():
    """Dialogs, and what the pages behind the first tab need, do not slow the start down."""
    start = PACKAGE / "gui" / "start" / "application.py"
    loaded, new = {start}, [start]
    while new:
        found = set(imported_at_once(new.pop())) - loaded
        loaded |= found
        new += found
    dialogs = {
        path
        for path in sources()
        for node in statements(parsed(path))
        if isinstance(node, ast.ClassDef) and "Dialog" in map(ast.unparse, node.bases)
    }
    # What a page is, every view of rows knows.
    pages = {*(PACKAGE / "gui").glob("*/page.py")} - {PACKAGE / "gui" / "rows" / "page.py"}
    others = {PACKAGE / "gui" / name for name in ("message/detail.py", "window/session_window.py")}

    assert len(dialogs) > 6
    assert len(pages) > 1
    assert all(path.is_file() for path in others)
    assert sorted(map(short, loaded & (dialogs | pages | others))) == []


def test_everything_but_the_window_works_without_qt():
    modules = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sources()
        if "gui" not in path.parts and path.stem != "__init__"
    ]
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n    importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.stdout, result.stderr) == ("[]\n", "")


def test_nothing_speaks_of_one_machine_or_of_registries():
    forbidden = re.compile("|".join(FORBIDDEN))
    found = [
        f"{short(path)}:{number}: {line.strip()}"
        for path in texts()
        if forbidden.search(text := path.read_text("utf-8"))
        for number, line in enumerate(text.splitlines(), 1)
        if forbidden.search(line)
    ]

    assert found == []


def test_the_whole_project_is_looked_at():
    looked_at = {short(path) for path in texts()}

    assert {
        "README.md",
        "Makefile",
        ".ci/run",
        "pyproject.toml",
        "docs/architecture.md",
    } <= looked_at
    assert len(sources()) > 20
