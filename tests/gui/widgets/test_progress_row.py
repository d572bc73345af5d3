import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from socket_workbench.gui.widgets.progress_row import ProgressRow


@pytest.fixture(params=[False, True])
def row(qtbot, request):
    row = ProgressRow("Sending a file", "Cancel sending the file", elided=request.param)
    qtbot.addWidget(row)
    return row


@pytest.mark.parametrize(
    ("done", "total", "share"),
    [
        (0, 8_000_000, 0.0),
        (2_000_000, 8_000_000, 0.25),
        (9_000_000_000_000, 9_000_000_000_000, 1.0),
    ],
)
def test_how_far_it_is(row, done, total, share):
    row.show_progress(done, total, "much of all")

    bar = row.findChild(QProgressBar)
    assert row.isVisible()
    assert bar.value() / bar.maximum() == pytest.approx(share)
    assert row.findChild(QLabel).text() == "much of all"


def test_of_nothing_it_shows_that_something_is_going_on(row):
    row.show_progress(0, 0, "")

    assert row.findChild(QProgressBar).maximum() == 0


def test_it_can_be_cancelled_and_says_what_it_is(row, qtbot):
    row.show_progress(1, 2, "")
    button = row.findChild(QPushButton)
    with qtbot.waitSignal(row.cancel_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert row.findChild(QProgressBar).accessibleName() == "Sending a file"
    assert button.accessibleName() == "Cancel sending the file"
