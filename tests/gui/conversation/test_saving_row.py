import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.conversation.saving import stream_filter
from socket_workbench.gui.conversation.saving_row import SavingRow
from socket_workbench.journal.event import Event, Kind


@pytest.fixture
def row(qtbot, recording):
    recording.receive(b"one", b"two")
    row = SavingRow(recording.path)
    qtbot.addWidget(row, before_close_func=SavingRow.close_saving)
    return row


def test_a_file_is_saved_and_said_to_be(row, tmp_path, qtbot):
    target = tmp_path / "out"
    row.begin(stream_filter(1, None), target, 2)
    assert row.is_saving
    qtbot.waitUntil(lambda: not row.is_saving)
    assert target.read_bytes() == b"onetwo"
    assert row.words.text() == f"Saved {target}, 6 bytes."
    qtbot.mouseClick(row.close_button, Qt.MouseButton.LeftButton)
    assert row.isHidden()


def test_of_a_damaged_session_it_is_said_that_bytes_may_be_missing(row, recording, tmp_path, qtbot):
    recording.store.write([], [Event(n, 2, Kind.RECEIVED, b"x") for n in range(20_000)])
    recording.store._database.execute("UPDATE segments SET marks = x'' WHERE first > 10000")
    row.begin(stream_filter(1, None), tmp_path / "out", 20_002)
    qtbot.waitUntil(lambda: not row.is_saving)
    assert row.words.text().endswith(" The session is damaged: bytes may be missing.")


def test_it_can_be_cancelled(row, recording, tmp_path, qtbot):
    recording.receive(*(b"x",) * 200_000)
    row.begin(stream_filter(1, None), tmp_path / "out", recording.count)
    row.cancel.click()
    qtbot.waitUntil(lambda: not row.is_saving)
    assert row.words.text() == "Cancelled; nothing was saved."
    assert list(tmp_path.glob("*out*")) == []


def test_it_says_why_it_cannot_be_saved(row, tmp_path, qtbot):
    row.begin(stream_filter(1, None), tmp_path / "no" / "out", 2)
    qtbot.waitUntil(lambda: not row.is_saving)
    assert "Choose another place" in row.words.text()


def test_progress_is_shown(row, tmp_path):
    row.begin(stream_filter(1, None), tmp_path / "out", 200)
    row._on_progressed(1500, 100)
    assert row.bar.value() == 500
    assert "1.5 kB" in row.words.text()
