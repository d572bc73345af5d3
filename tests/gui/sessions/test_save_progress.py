from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from socket_workbench.gui.sessions.save_progress import SaveProgress


def test_it_shows_how_far_it_is_and_can_be_cancelled(qtbot):
    progress = SaveProgress()
    qtbot.addWidget(progress)
    assert progress.isHidden()
    progress.show_progress(0, 0)
    bar = progress.findChild(QProgressBar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    progress.show_progress(1 << 40, 1 << 41)
    assert bar.value() * 2 == bar.maximum()
    with qtbot.waitSignal(progress.cancel_requested):
        qtbot.mouseClick(progress.cancel_button, Qt.MouseButton.LeftButton)
