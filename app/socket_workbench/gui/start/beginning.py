"""The beginning of the start, before the window's modules are imported.

It makes the application, asks a program that runs already, and shows a splash screen where the rest
will take long.
"""

import os
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QRectF,
    QSettings,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from socket_workbench import __version__
from socket_workbench.gui.looks.palette import STYLE
from socket_workbench.gui.start.instance import Instance, Request
from socket_workbench.language import tr
from socket_workbench.resources import resource_folder
from socket_workbench.user_folders import portable_folder

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace

    from socket_workbench.gui.widgets.labels import PlainLabel

SLOW = 0.115
"""Seconds from the start of the process to the application from which on a splash screen is shown.

Until then more than a third of a start is done: it would take up to 0.3 s.
"""

_MARGIN, _ICON, _LETTERS = 24, 48, 22
"""Pixels around and between icon and name, and their sizes."""

_EXPOSED = 0.05
"""Seconds to wait for the splash screen to be on the screen."""


class Beginning(NamedTuple):
    """What the start has made before the window.

    Attributes:
        application: the application.
        instance: tells what other starts ask for; None if this start is none of their business.
        splash: the splash screen, to be closed when the window is painted; None if there is none.
    """

    application: QApplication
    instance: Instance | None
    splash: "PlainLabel | None"


def begin(parsed: "Namespace | SimpleNamespace", began: float) -> Beginning | None:
    """Make the application.

    Args:
        parsed: as `open_window` takes it, and `.new_window`.
        began: when the process was started, in `time.monotonic()` seconds.

    Returns:
        None if a program that runs already has opened what is asked for.
    """
    application = _make_application()
    is_slow = monotonic() - began > SLOW
    instance = None if _is_apart(parsed) else Instance(application)
    if instance is not None and not parsed.new_window and instance.ask(_request(parsed)):
        return None
    return Beginning(application, instance, _show_splash(parsed.safe_mode) if is_slow else None)


def _show_splash(is_safe: bool) -> "PlainLabel":
    """Show the name of the program in the window's colours; wait until it is on the screen.

    It is no QSplashScreen: on X11 and Wayland that sleeps for a second while it is shown, because
    it waits for an event that it keeps from being read.

    Args:
        is_safe: whether the settings are not read.
    """
    from socket_workbench.gui.looks.theme import SCHEME_KEY, Scheme
    from socket_workbench.gui.session.settings import Settings
    from socket_workbench.gui.widgets.labels import PlainLabel

    scheme = Scheme.SYSTEM if is_safe else Scheme.named(Settings().text(SCHEME_KEY))
    tokens = scheme.tokens()
    name, font = tr("Socket Workbench"), QApplication.font()
    font.setPixelSize(_LETTERS)
    width = 3 * _MARGIN + _ICON + QFontMetrics(font).horizontalAdvance(name)
    height = 2 * _MARGIN + _ICON
    ratio = QApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(tokens.color("card"))
    painter = QPainter(picture)
    painter.setPen(tokens.color("line"))
    painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))
    painter.drawPixmap(_MARGIN, _MARGIN, QApplication.windowIcon().pixmap(_ICON, _ICON))
    painter.setFont(font)
    painter.setPen(tokens.color("text"))
    beside = QRectF(2 * _MARGIN + _ICON, 0, width, height)
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, name)
    painter.end()
    splash = PlainLabel()
    splash.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
    splash.setPixmap(picture)
    splash.resize(width, height)
    splash.move(QApplication.primaryScreen().geometry().center() - splash.rect().center())
    splash.show()
    end = monotonic() + _EXPOSED
    while not splash.windowHandle().isExposed() and monotonic() < end:
        QCoreApplication.processEvents()
        sleep(0.001)
    splash.repaint()
    QCoreApplication.processEvents()
    return splash


def _make_application() -> QApplication:
    # `setStyle` returns a QStyle, for whose enums PySide6 would create Python objects.
    if (folder := portable_folder()) is not None:
        # Where Qt's own file dialog keeps its history.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    application = QApplication([*sys.argv[:1], "-style", STYLE])
    application.setApplicationName("socket-workbench")
    application.setApplicationDisplayName(tr("Socket Workbench"))
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("socket-workbench")
    application.setWindowIcon(QIcon(str(resource_folder("application") / "socket-workbench.svg")))
    # The window emits `ended` after its threads have ended.
    application.setQuitOnLastWindowClosed(False)
    _translate_qt(application)
    return application


def _is_apart(parsed: "Namespace | SimpleNamespace") -> bool:
    """Whether the window has panes or settings of its own, and no other start opens files there."""
    return bool(parsed.serve or parsed.connect or parsed.safe_mode)


def _request(parsed: "Namespace | SimpleNamespace") -> Request:
    """Return what to ask of a program that runs."""
    from socket_workbench.scenarios.find import is_file

    scenario = parsed.scenario or ""
    return Request(
        str(Path(scenario).absolute()) if scenario and is_file(scenario) else scenario,
        parsed.run,
        tuple(str(Path(name).absolute()) for name in parsed.open),
        os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    )


def _translate_qt(application: QApplication) -> None:
    """Install Qt's translations for the language of the program."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(), "qtbase", "_", folder):
        application.installTranslator(translator)
