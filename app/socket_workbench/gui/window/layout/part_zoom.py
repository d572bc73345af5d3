"""Zooms parts of a window alone, with Ctrl and the wheel or by key."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from socket_workbench.gui.looks.zoom import zoom_part, zoom_part_by, zoom_steps

_NOTCH = 120
"""The angle of one notch of a wheel, in eighths of a degree; touchpads send parts of it."""


class PartZoom(QObject):
    """Zooms the part of a window that is below the pointer when Ctrl and the wheel are used.

    It watches the native windows, because lists and text fields would take the wheel before any of
    their parents.
    """

    def __init__(self, window: QMainWindow, parts: Callable[[], Iterable[QWidget]]) -> None:
        """Create it as a child of the window; `start` lets it watch.

        Args:
            window: the window.
            parts: returns the widgets that are zoomed alone.
        """
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._turned = 0

    def start(self) -> None:
        """Watch the window, and its docks while they float."""
        self._watch(self._window)
        for dock in self._window.findChildren(QDockWidget):
            dock.topLevelChanged.connect(self._on_dock_top_level_changed)
            if dock.isFloating():
                self._watch(dock)

    def zoom_by(self, steps: int) -> None:
        """Zoom the part with the focus so many steps in or, if negative, out."""
        part = self._part_of(QApplication.focusWidget())
        if part is not None:
            zoom_part_by(part, steps)

    def reset(self, otherwise: Callable[[], object] = lambda: None) -> None:
        """Reset the zoom of the part with the focus; call `otherwise` if it has none of its own."""
        part = self._part_of(QApplication.focusWidget())
        if part is not None and zoom_steps(part):
            zoom_part(part, 0)
        else:
            otherwise()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wheel if Ctrl is pressed and a part is below the pointer."""
        if not isinstance(event, QWheelEvent):
            return False
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            self._turned = 0
            return False
        tops = [self._window, *self._window.findChildren(QDockWidget)]
        top = next(each for each in tops if each.windowHandle() is watched)
        part = self._part_of(top.childAt(event.position().toPoint()))
        if part is None:
            return False
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        if steps:
            zoom_part_by(part, steps)
        return True

    def _part_of(self, widget: QWidget | None) -> QWidget | None:
        if widget is None:
            return None
        for part in self._parts():
            if part is widget or part.isAncestorOf(widget):
                return part
        return None

    def _watch(self, top: QWidget) -> None:
        # The native window is created on demand.
        top.winId()
        handle = top.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @Slot(bool)
    def _on_dock_top_level_changed(self, floating: bool) -> None:
        dock = self.sender()
        if floating and isinstance(dock, QDockWidget):
            self._watch(dock)
