import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QProgressBar, QPushButton

from socket_workbench.gui.conversation.saving import SavingRow, stream_filter
from socket_workbench.gui.threads import job as jobs
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.row import Direction


@pytest.fixture
def row(qtbot, recording):
    recording.add(
        (recording.accepted, Kind.RECEIVED, b"zhangsan\n"),
        (recording.accepted, Kind.SENT, b"Hello\0"),
        (recording.client, Kind.SENT, b"another"),
    )
    row = SavingRow(recording.path)
    qtbot.addWidget(row, before_close_func=SavingRow.close_saving)
    return row


@pytest.fixture
def save(row, recording, qtbot, tmp_path):
    """Saves the first connection; returns what is said then."""

    def save(direction=None, target=tmp_path / "out"):
        row.begin(stream_filter(1, direction), target, recording.count)
        assert row.is_saving
        assert row.progress.isVisibleTo(row)
        qtbot.waitUntil(lambda: not row.is_saving)
        assert row.progress.isHidden()
        return row.notice.text()

    return save


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (None, b"zhangsan\nHello\0"),
        (Direction.TO_SERVER, b"zhangsan\n"),
        (Direction.TO_CLIENT, b"Hello\0"),
    ],
)
def test_raw_bytes_are_saved_and_said_to_be(row, save, tmp_path, direction, expected, qtbot):
    assert save(direction) == f"Saved {tmp_path / 'out'}, {len(expected)} bytes."
    assert (tmp_path / "out").read_bytes() == expected
    (close,) = row.notice.findChildren(QAbstractButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert row.isHidden()


def test_of_a_damaged_session_it_is_said_that_bytes_may_be_missing(save, recording):
    recording.store.write([], [Event(n, 2, Kind.RECEIVED, b"x") for n in range(20_000)])
    recording.store._database.execute("UPDATE segments SET marks = x'' WHERE first > 10000")
    assert save().endswith(" The session is damaged: bytes may be missing.")


def test_it_can_be_cancelled(row, recording, tmp_path, qtbot):
    recording.receive(*(b"x",) * 200_000)
    row.begin(stream_filter(1, None), tmp_path / "out", recording.count)
    qtbot.mouseClick(row.progress.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not row.is_saving)
    assert row.notice.text() == "Cancelled; nothing was saved."
    assert list(tmp_path.glob("*out*")) == []


def test_it_says_why_it_cannot_be_saved(save, row, recording, tmp_path):
    assert "Choose another place" in save(target=tmp_path / "no" / "out")
    recording.store.close()
    recording.path.unlink()
    assert "There is no file" in save()


def test_progress_is_shown(row, recording, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(jobs, "TELL_INTERVAL", 0)
    recording.store.write([], [Event(n, 2, Kind.RECEIVED, b"x" * 9) for n in range(20_000)])
    words, values = [], []
    show = row.progress.show_progress

    def note(done, total, text):
        show(done, total, text)
        words.append(text)
        values.append(row.progress.findChild(QProgressBar).value())

    monkeypatch.setattr(row.progress, "show_progress", note)
    row.begin(stream_filter(1, None), tmp_path / "out", 20_003)
    qtbot.waitUntil(lambda: not row.is_saving)
    assert words[0] == f"Saving {tmp_path / 'out'}"
    assert words[-1].startswith(f"Saving {tmp_path / 'out'}: 180")
    assert values == sorted(values)
    assert values[-1] == 1000
