import random

import pytest

from socket_workbench.gui.sessions.thread import CheckThread, SaveThread, damage_sentence
from socket_workbench.journal.event import Event, Kind


@pytest.fixture
def run(qtbot):
    """Runs a thread to its end and returns what it told."""

    def run(thread, *names):
        told = []
        for name in names:
            getattr(thread, name).connect(lambda *said, name=name: told.append((name, *said)))
        with qtbot.waitSignal(thread.finished, timeout=20_000):
            thread.start()
        qtbot.waitUntil(lambda: told != [])
        return told

    return run


def test_a_session_is_saved(run, recording, tmp_path):
    recording.receive(*[bytes(2000)] * 2000)
    target = tmp_path / "saved.swb"
    told = run(SaveThread(recording.path, target), "progressed", "saved", "failed")
    assert told[-1] == ("saved", str(target), 2000)
    assert told[0][0] == "progressed"


def test_why_it_could_not_be_saved_is_told(run, recording, tmp_path):
    told = run(SaveThread(recording.path, tmp_path / "no" / "s.swb"), "saved", "failed")
    assert told[-1][0] == "failed"
    assert "could not be saved" in told[-1][1]


def test_a_whole_session_is_opened_and_checked(run, recording):
    recording.receive(b"a", b"b")
    told = run(CheckThread(recording.path), "opened", "refused", "checked")
    assert told == [("opened", 2), ("checked", "")]


def test_what_is_no_session_is_refused(run, tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a" + bytes(900))
    told = run(CheckThread(tmp_path / "x"), "opened", "refused", "checked")
    assert [each[0] for each in told] == ["refused"]


def test_what_is_damaged_is_named(run, recording):
    events = [Event(n, 2, Kind.RECEIVED, b"x") for n in range(20_000)]
    recording.store.write([], events)
    recording.store._database.execute("UPDATE segments SET times = x'' WHERE first = 8192")
    told = run(CheckThread(recording.path), "opened", "refused", "checked")
    assert told == [
        ("opened", 20_000),
        (
            "checked",
            "This file is damaged. Rows 8,193 to 16,384 are damaged and cannot be shown."
            " 11,808 of 20,000 rows are whole.",
        ),
    ]


def test_a_file_cut_short_is_named(run, recording):
    for _ in range(40):
        recording.receive(*[random.randbytes(2000)] * 50)
    recording.store.close()
    content = recording.path.read_bytes()
    recording.path.write_bytes(content[: len(content) // 2])
    (_, count), (_, sentence) = run(CheckThread(recording.path), "opened", "refused", "checked")
    assert f"What came after row {count:,} is missing." in sentence


def test_many_gaps_are_counted():
    gaps = [(number, number + 1) for number in range(0, 20, 2)]
    sentence = damage_sentence(gaps, 20)
    assert "Row 5 is damaged" in sentence
    assert "Row 7 " not in sentence
    assert "7 more places" in sentence
    assert sentence.endswith("10 of 20 rows are whole.")
    assert damage_sentence([], 20) == ""
