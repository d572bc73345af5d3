"""The theme: light or dark, the font size, and the height of rows."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QDir, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.fonts import (
    COMFORTABLE_ROW,
    COMPACT_ROW,
    load_fonts,
    text_font,
    use_table_rows,
)
from socket_workbench.gui.looks.palette import DARK, LIGHT, Tokens, qt_palette, use_tokens
from socket_workbench.gui.looks.stylesheet import ICON_PREFIX, stylesheet
from socket_workbench.gui.looks.zoom import ZOOMS, use_zoom, zoom_beside
from socket_workbench.resources import resource_folder

_WITH_OWN_FONT = (
    "QMenu",
    "QMenuBar",
    "QStatusBar",
    "QTipLabel",
    "QAbstractItemView",
    "QListView",
    "QHeaderView",
    "QToolButton",
    "QDockWidgetTitle",
    "QPushButton",
    "QGroupBox",
)
"""Classes of widgets for which platforms have fonts (`QPlatformTheme::Font`); Windows has most."""


SCHEME_KEY = "looks/scheme"
"""The key in the settings under which the user's choice of a scheme is stored, by its value."""


class Scheme(enum.Enum):
    """The user's choice of a scheme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @classmethod
    def named(cls, value: str) -> "Scheme":
        """Return the scheme with this value; the system's for any other text."""
        return next((each for each in cls if each.value == value), cls.SYSTEM)

    def tokens(self) -> Tokens:
        """Return the colours of the scheme, those of the desktop at this moment included."""
        if self is Scheme.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self is Scheme.DARK else LIGHT


class Theme(QObject):
    """Sets the application's colours, font and stylesheet, and changes them at run time.

    Signals:
        changed: colours or sizes have changed, and everything has been restyled.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._scheme = Scheme.SYSTEM
        self._zoom = 1.0
        self._is_comfortable = False
        self._applied: tuple[Tokens, float, bool] | None = None
        load_fonts()
        QDir.setSearchPaths(ICON_PREFIX, [str(resource_folder("icons"))])
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """The user's choice; `tokens()` returns the resulting colours."""
        return self._scheme

    @property
    def zoom(self) -> float:
        """The font size relative to the default, 1.0."""
        return self._zoom

    @property
    def is_comfortable(self) -> bool:
        """Whether rows of tables are higher than their text needs."""
        return self._is_comfortable

    def set_comfortable(self, comfortable: bool) -> None:
        """Set whether rows of tables are higher than their text needs."""
        self._is_comfortable = comfortable
        self._apply()

    def set_scheme(self, scheme: Scheme) -> None:
        """Use the light, the dark, or the system's scheme."""
        self._scheme = scheme
        self._apply()

    def set_zoom(self, zoom: float) -> None:
        """Set the font size to the nearest of `ZOOMS`."""
        self._zoom = min(ZOOMS, key=lambda offered: abs(offered - zoom))
        self._apply()

    def zoom_in(self) -> None:
        """Use the next larger font size, if there is one."""
        self.set_zoom(zoom_beside(self._zoom, 1))

    def zoom_out(self) -> None:
        """Use the next smaller font size, if there is one."""
        self.set_zoom(zoom_beside(self._zoom, -1))

    def reset_zoom(self) -> None:
        """Use the default font size."""
        self.set_zoom(1.0)

    @contextmanager
    def unstyled(self) -> Iterator[None]:
        """Remove the stylesheet while a window is built, and apply it once to the whole.

        Otherwise each widget is styled again whenever one of its ancestors gets a parent, which
        takes half of the time.
        """
        sheet = self._application.styleSheet()
        self._application.setStyleSheet("")
        try:
            yield
        finally:
            self._set_stylesheet(sheet)

    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        wanted = (self._scheme.tokens(), self._zoom, self._is_comfortable)
        if wanted == self._applied:
            return
        self._applied = wanted
        use_tokens(wanted[0])
        use_table_rows(COMFORTABLE_ROW if self._is_comfortable else COMPACT_ROW)
        # Remove it first: replacing a stylesheet takes Qt four times as long as both steps.
        self._application.setStyleSheet("")
        self._application.setPalette(qt_palette(wanted[0]))
        self._application.setFont(text_font(self._zoom))
        self._set_stylesheet(stylesheet(wanted[0], self._zoom))
        use_zoom(self._zoom)
        self.changed.emit()

    def _set_stylesheet(self, sheet: str) -> None:
        """Set the stylesheet, then the font of classes for which the desktop has one of its own.

        With each stylesheet, Qt takes the desktop's fonts again.
        """
        self._application.setStyleSheet(sheet)
        font = QApplication.font()
        # PySide6 takes text here, whatever its type hints say.
        others = [
            name
            for name in _WITH_OWN_FONT
            if QApplication.font(name) != font  # type: ignore[call-overload]
        ]
        for name in others:
            QApplication.setFont(font, name)  # type: ignore[arg-type]
        for widget in QApplication.allWidgets() if others else ():
            if any(map(widget.inherits, others)):
                # It took the desktop's font when the stylesheet was set.
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))
