import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from socket_workbench.gui.sending.transfer_row import TransferRow


@pytest.fixture
def row(qtbot):
    row = TransferRow()
    qtbot.addWidget(row)
    return row


@pytest.mark.parametrize(
    ("sent", "total", "share", "words"),
    [
        (0, 8_000_000, 0.0, "0 B of 8.0 MB"),
        (2_000_000, 8_000_000, 0.25, "2.0 MB of 8.0 MB"),
        (9_000_000_000_000, 9_000_000_000_000, 1.0, "9.0 TB of 9.0 TB"),
    ],
)
def test_how_far_it_is(row, sent, total, share, words):
    row.show_progress(sent, total)

    bar = row.findChild(QProgressBar)
    assert row.isVisible()
    assert bar.value() / bar.maximum() == pytest.approx(share)
    assert row.findChild(QLabel).text() == words


def test_an_empty_file_is_no_division_by_zero(row):
    row.show_progress(0, 0)

    assert row.findChild(QProgressBar).maximum() == 0


def test_it_can_be_cancelled(row, qtbot):
    row.show_progress(1, 2)
    with qtbot.waitSignal(row.cancel_requested):
        qtbot.mouseClick(row.findChild(QPushButton), Qt.MouseButton.LeftButton)
