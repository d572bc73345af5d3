"""Windows in which Tab visits the controls in the order in which they are read."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QScrollArea, QWidget

_TAB = Qt.FocusPolicy.TabFocus.value


class ReadingOrderWindow(QMainWindow):
    """A window in which Tab follows the places of the controls.

    Qt follows the order in which they were created, but panes and pages are created on first use,
    and the user moves docks. Where the control with the focus is hidden or disabled, Qt asks for
    the next one, too: then the focus stays in the part of the window in which it was.
    """

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus to the next control or the one before; return whether there is one."""
        controls = list(_controls(self))
        if not controls:
            return False
        focused = self.focusWidget()
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        if focused in controls:
            place = controls.index(focused) + (1 if forward else -1)
            chosen = controls[place % len(controls)]
        else:
            nearest = _nearest(focused) if focused is not None else None
            chosen = nearest or controls[0 if forward else -1]
        chosen.setFocus(reason)
        _scroll_to(chosen)
        return True


def _nearest(gone: QWidget) -> QWidget | None:
    """Return the first control in the smallest visible part around one that is gone."""
    around = gone.parentWidget()
    while around is not None and not around.isWindow():
        if around.isVisible():
            found = next(_controls(around), None)
            if found is not None:
                return found
        around = around.parentWidget()
    return None


def _scroll_to(widget: QWidget) -> None:
    """Scroll so that a widget is seen; Qt does that only where the focus was there before."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _controls(parent: QWidget) -> Iterator[QWidget]:
    """Yield the visible controls below a widget that Tab reaches, in reading order."""
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]
    for child in in_reading_order(children):
        if child.isEnabled() and child.focusPolicy().value & _TAB and child.focusProxy() is None:
            yield child
        yield from _controls(child)


def in_reading_order(widgets: list[QWidget]) -> list[QWidget]:
    """Return neighbours row by row, each row from left to right.

    A widget that begins above the middle of the first widget of a row belongs to that row.
    """
    ordered: list[QWidget] = []
    row: list[QWidget] = []
    middle = 0
    for widget in sorted(widgets, key=QWidget.y):
        if row and widget.y() >= middle:
            ordered += sorted(row, key=QWidget.x)
            row = []
        if not row:
            middle = widget.geometry().center().y()
        row.append(widget)
    return ordered + sorted(row, key=QWidget.x)
