import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QT = "PySide6/Qt"


@pytest.fixture(scope="module")
def frozen_files(load):
    return load("frozen_files")


def library(name):
    return name, f"/found/{name.rsplit('/', 1)[-1]}", "BINARY"


def test_the_program_imports_no_module_that_is_left_out(frozen_files):
    imported = set()
    for path in (ROOT / "app").rglob("*.py"):
        if "child" in path.parts:
            continue  # other programs' Python runs it
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    assert "PySide6.QtWidgets" in imported
    assert not imported & set(frozen_files.UNUSED_MODULES)


def test_every_module_is_part_of_the_program_but_what_watched_programs_run(frozen_files):
    package = ROOT / "app" / "socket_workbench"
    names = frozen_files.modules(package, package / "watch" / "child")
    assert {"socket_workbench", "socket_workbench.cli.commands.export"} <= set(names)
    assert "socket_workbench.gui.counters.page" in names
    assert not [name for name in names if "watch.child" in name or "__init__" in name]


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        (f"{QT}/plugins/platforms/libqxcb.so", True),
        (f"{QT}/plugins/platforms/libqvnc.so", False),
        (f"{QT}/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        (f"{QT}/plugins/tls/libqopensslbackend.so", False),
        (f"{QT}/translations/qtbase_ja.qm", True),
        (f"{QT}/translations/qtdeclarative_ja.qm", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\sqldrivers\\qsqlite.dll", False),
        ("libX11.so.6", False),
        ("libstdc++.so.6", False),
        ("libgcc_s.so.1", False),
        ("numpy.libs/libgcc_s-2298274a.so.1", True),
        ("libxcb-cursor.so.0", True),
        ("socket_workbench/resources/icons/x.svg", True),
        ("socket_workbench/resources/translations/socket_workbench.pot", True),
    ],
)
def test_files_are_kept_by_their_paths(frozen_files, path, is_kept):
    assert frozen_files.is_kept(path) is is_kept


def test_the_translations_of_the_program_are_kept(frozen_files):
    # `LEFT_OUT` is about Qt's; the program's own stand in a folder of the same name.
    for path in (ROOT / "resources").rglob("*"):
        name = f"socket_workbench/resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        assert frozen_files.is_kept(name), name


def test_libraries_are_kept_that_something_needs(frozen_files):
    linked = {
        "/found/QtGui.abi3.so": ["libQt6Gui.so.6", "libc.so.6"],
        "/found/libQt6Gui.so.6": ["libpng.so", "libfreetype.so.6"],
        "/found/libqgtk3.so": ["libgtk-3.so.0"],
        "/found/libqxcb.so": ["libxcb-cursor.so.0"],
        "/found/libpython3.11.so.1.0": ["LIBZ.so.1"],
    }
    module = ("PySide6/QtGui.abi3.so", "/found/QtGui.abi3.so", "EXTENSION")
    link = ("libQt6Gui.so.6", f"{QT}/lib/libQt6Gui.so.6", "SYMLINK")
    text = ("base_library.zip", "/made/base_library.zip", "DATA")
    wanted = [
        module,
        library(f"{QT}/lib/libQt6Gui.so.6"),
        library("libpng.so"),
        library(f"{QT}/plugins/platforms/libqxcb.so"),
        library("libxcb-cursor.so.0"),
        library("libpython3.11.so.1.0"),
        library("libz.so.1"),
        link,
        text,
    ]
    unwanted = [
        library("libfreetype.so.6"),
        library(f"{QT}/plugins/platformthemes/libqgtk3.so"),
        library("libgtk-3.so.0"),
        library(f"{QT}/lib/libQt6Network.so.6"),
        ("libQt6Network.so.6", f"{QT}/lib/libQt6Network.so.6", "SYMLINK"),
    ]
    found = frozen_files.chosen([*unwanted, *wanted], lambda file: linked.get(file, []))
    assert sorted(found) == sorted(wanted)
