"""The one look of the window: light or dark, and the size of the type."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.fonts import load_fonts, text_font
from socket_workbench.gui.looks.palette import DARK, LIGHT, Tokens, qt_palette, use_tokens
from socket_workbench.gui.looks.stylesheet import ICON_PREFIX, stylesheet
from socket_workbench.resources import resource_folder

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)
"""The sizes of type, as shares of the usual one."""


STYLE = "Fusion"
"""The style of Qt's that the stylesheet builds on; whoever makes the application sets it."""


class Scheme(enum.Enum):
    """What the person chose; the value is what is kept in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Gives the application its colours, type and stylesheet, and changes them at run time.

    Signals:
        changed: colours or sizes are others now; everything has been restyled.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._scheme = Scheme.SYSTEM
        self._zoom = 1.0
        self._applied: tuple[Tokens, float] | None = None
        load_fonts()
        QDir.setSearchPaths(ICON_PREFIX, [str(resource_folder("icons"))])
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """What the person chose; `tokens()` tells which it came to."""
        return self._scheme

    @property
    def zoom(self) -> float:
        """The size of the type, 1.0 being the usual one."""
        return self._zoom

    def set_scheme(self, scheme: Scheme) -> None:
        """Use light, dark, or what the system says."""
        self._scheme = scheme
        self._apply()

    def set_zoom(self, zoom: float) -> None:
        """Scale all type; the nearest of `ZOOMS` is taken."""
        self._zoom = min(ZOOMS, key=lambda offered: abs(offered - zoom))
        self._apply()

    def zoom_in(self) -> None:
        """Make all type one step larger, up to the largest."""
        self.set_zoom(ZOOMS[min(ZOOMS.index(self._zoom) + 1, len(ZOOMS) - 1)])

    def zoom_out(self) -> None:
        """Make all type one step smaller, down to the smallest."""
        self.set_zoom(ZOOMS[max(ZOOMS.index(self._zoom) - 1, 0)])

    def reset_zoom(self) -> None:
        """Return to the usual size of type."""
        self.set_zoom(1.0)

    @contextmanager
    def unstyled(self) -> Iterator[None]:
        """Let a window be built without the stylesheet, and give it to the whole at once.

        Else each widget is styled anew whenever one that it stands in is put into another, which
        takes half of the time.
        """
        sheet = self._application.styleSheet()
        self._application.setStyleSheet("")
        try:
            yield
        finally:
            self._application.setStyleSheet(sheet)

    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()

    def _wanted_tokens(self) -> Tokens:
        if self._scheme is Scheme.SYSTEM:
            dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    def _apply(self) -> None:
        wanted = (self._wanted_tokens(), self._zoom)
        if wanted == self._applied:
            return
        self._applied = wanted
        use_tokens(wanted[0])
        # Taken away first: for Qt to replace one by another takes four times as long as both.
        self._application.setStyleSheet("")
        self._application.setPalette(qt_palette(wanted[0]))
        self._application.setFont(text_font(self._zoom))
        self._application.setStyleSheet(stylesheet(wanted[0], self._zoom))
        self.changed.emit()
