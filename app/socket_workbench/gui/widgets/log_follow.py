"""Following the end of a growing list until one scrolls up, and a button that returns to it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QToolButton

from socket_workbench.gui.looks.icons import icon
from socket_workbench.language import tr

_DISTANCE = 12


class EndFollower(QObject):
    """Keeps a view at its end while it grows, unless one has scrolled up.

    Only what is painted stands still then; the model goes on growing.

    Signals:
        following_changed(bool): whether the view follows its end from now on.
    """

    following_changed = Signal(bool)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._following = True
        self._settling = False
        self.button = QToolButton(view)
        self.button.setProperty("rank", "plain")
        self.button.setText(tr("To the newest"))
        self.button.setIcon(icon("arrow-down-to-line"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setToolTip(tr("Show the newest row and follow what comes (End)"))
        self.button.setAccessibleName(tr("To the newest"))
        self.button.hide()
        self.button.clicked.connect(self.follow)
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self._on_bar_value_changed)
        bar.rangeChanged.connect(self._on_bar_range_changed)
        view.viewport().installEventFilter(self)

    @property
    def is_following(self) -> bool:
        """Whether the view stays at its end."""
        return self._following

    @Slot()
    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set_following(True)
        self._go_to_end()

    def settle(self) -> None:
        """Stay where the view was brought: follow if that is the end, else stand still."""
        bar = self._view.verticalScrollBar()
        self._set_following(bar.value() >= bar.maximum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button in its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place_button()
        return False

    @Slot(int)
    def _on_bar_value_changed(self, value: int) -> None:
        if not self._settling:
            self._set_following(value >= self._view.verticalScrollBar().maximum())

    @Slot(int, int)
    def _on_bar_range_changed(self, minimum: int, maximum: int) -> None:
        if self._following:
            self._go_to_end()

    def _go_to_end(self) -> None:
        bar = self._view.verticalScrollBar()
        self._settling = True
        bar.setValue(bar.maximum())
        self._settling = False

    def _set_following(self, following: bool) -> None:
        if following == self._following:
            return
        self._following = following
        self.button.setVisible(not following)
        self._place_button()
        self.following_changed.emit(following)

    def _place_button(self) -> None:
        self.button.adjustSize()
        area = self._view.viewport().geometry()
        self.button.move(
            area.right() - self.button.width() - _DISTANCE,
            area.bottom() - self.button.height() - _DISTANCE,
        )
        self.button.raise_()
