import os
import socket
import subprocess
import sys

import pytest

from socket_workbench.gui.start import compatibility

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")


@pytest.mark.parametrize(
    ("pyside", "python"),
    [("6.11.3", (3, 11)), ("6.10.0", (3, 11)), ("6.12.0", (3, 12)), ("6.13.1", (3, 13))],
)
def test_pairs_that_work_are_no_obstacle(pyside, python):
    assert compatibility.obstacle_of_versions(pyside, python) == ""


@pytest.mark.parametrize("pyside", ["6.12.0", "6.12", "6.13.2", "7.0.0"])
def test_a_pair_that_aborts_is_named_with_what_to_install(pyside):
    sentence = compatibility.obstacle_of_versions(pyside, (3, 11))

    assert f"PySide6 {pyside} makes Python 3.11 abort" in sentence
    assert '"PySide6-Essentials<6.12"' in sentence


def test_a_missing_library_is_named_with_its_package():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    sentence = compatibility.sentence_for_load_error(error)

    assert "libEGL.so.1" in sentence
    assert "apt-get install libegl1)" in sentence


def test_a_missing_pyside_is_named_with_what_to_install():
    sentence = compatibility.sentence_for_load_error(ImportError("No module named 'PySide6'"))

    assert "(No module named 'PySide6')" in sentence
    assert "pip install PySide6-Essentials" in sentence


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libX11.so.6", "libx11-6"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_debian_packages_of_libraries(library, package):
    assert compatibility.debian_package(library) == package


@pytest.mark.parametrize(
    ("environment", "platforms"),
    [
        ({}, []),
        ({"DISPLAY": ""}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["xcb", "wayland"]),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600;offscreen"}, ["vnc", "offscreen"]),
    ],
)
def test_platforms_that_qt_would_try(environment, platforms):
    assert compatibility.wanted_platforms(environment) == platforms


@on_linux
def test_nothing_is_in_the_way_offscreen():
    assert compatibility.obstacle_to_window() == ""


@on_linux
def test_no_display_is_said_with_what_works_without():
    sentence = compatibility.obstacle_on_linux({})

    assert sentence.startswith("There is no display to open a window on.")
    assert "`socket-workbench serve`" in sentence
    assert "DISPLAY" in sentence


@on_linux
def test_a_platform_that_qt_does_not_have_is_named():
    sentence = compatibility.obstacle_on_linux({"QT_QPA_PLATFORM": "ocb"})

    assert "no platform named ocb" in sentence


@on_linux
def test_one_platform_that_works_is_enough():
    assert compatibility.obstacle_on_linux({"QT_QPA_PLATFORM": "ocb;offscreen"}) == ""


@on_linux
def test_an_x_server_that_is_not_there_is_named():
    sentence = compatibility.obstacle_on_linux({"DISPLAY": "127.0.0.1:54321"})

    # Where the plugin's libraries are missing too, they are what is said first.
    assert "127.0.0.1:54321 does not answer" in sentence or "libxcb" in sentence


@on_linux
def test_a_wayland_display_that_is_not_there_is_named(tmp_path):
    sentence = compatibility.obstacle_on_linux(
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    )

    assert "wayland-9 does not answer" in sentence or "libwayland" in sentence


@on_linux
def test_a_wayland_display_that_is_there_is_no_obstacle(own_home):
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(own_home / "wayland-0"))
        obstacle = compatibility.obstacle_on_linux(
            {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(own_home)}
        )

    assert obstacle == "" or "libwayland" in obstacle


def test_what_cannot_be_imported_is_said_and_not_raised():
    """None in `sys.modules` is Python's own way to make an import fail."""
    program = (
        "import sys\n"
        "from socket_workbench.gui.start import compatibility\n"
        "sys.modules['PySide6.QtWidgets'] = None\n"
        "print(compatibility.obstacle_to_window())\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout.startswith("The window needs PySide6, which cannot be loaded")
