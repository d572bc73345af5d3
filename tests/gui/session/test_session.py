import os

import pytest

from socket_workbench.gui.session.session import Session
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.reader import Reader
from socket_workbench.user_folders import sessions_folder


def test_what_is_recorded_is_told_once_it_can_be_read(qtbot, session):
    told: list[int] = []
    session.rows_committed.connect(told.append)
    source = session.journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1")
    session.journal.append(source.number, Kind.NOTE, b"", "hello")
    qtbot.waitUntil(lambda: told != [])
    assert session.rows == told[-1] == 1
    reader = Reader(session.path)
    assert [row.text for row in reader.rows(0, 10)] == ["hello"]
    reader.close()
    assert session.fault == ""


def record(qtbot, session, *texts):
    source = session.journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1")
    before = session.rows
    for text in texts:
        session.journal.append(source.number, Kind.NOTE, text.encode(), text)
    qtbot.waitUntil(lambda: session.rows == before + len(texts))


def test_a_session_in_which_nothing_happened_leaves_nothing(session):
    path = session.path
    assert path.parent == sessions_folder()
    assert path.exists()
    session.close()
    assert list(path.parent.iterdir()) == []
    session.close()


def test_an_unsaved_session_is_kept_when_it_ends(qtbot, session):
    record(qtbot, session, "hello")
    assert session.folder.kept() == []
    session.close()
    assert [(kept.path, kept.crashed) for kept in session.folder.kept()] == [(session.path, False)]


def test_what_was_saved_elsewhere_is_not_kept_twice(qtbot, session):
    record(qtbot, session, "one", "two")
    session.saved_rows = 2
    session.close()
    assert session.folder.kept() == []


def test_what_came_after_saving_is_kept(qtbot, session):
    record(qtbot, session, "one", "two")
    session.saved_rows = 1
    session.close()
    assert len(session.folder.kept()) == 1


def test_without_a_data_folder_a_session_is_recorded_all_the_same(qtbot, own_home):
    (own_home / "data").write_text("no folder")
    session = Session(capture_limit=2)
    assert "cannot be kept" in session.warning
    record(qtbot, session, "hello")
    reader = Reader(session.path)
    assert reader.payload(0) == b"he"
    reader.close()
    session.set_capture_limit(None)
    record(qtbot, session, "whole")
    session.close()
    assert not session.path.exists()


def test_the_oldest_sessions_are_removed_beside_the_window(qtbot, session):
    paths = [session.folder.folder / name for name in ("old.swb", "new.swb")]
    for ended, path in enumerate(paths):
        path.write_bytes(bytes(1000))
        os.utime(path, (1000 + ended, 1000 + ended))
    with qtbot.waitSignal(session.trimmed):
        session.trim(1500)
    assert [path.exists() for path in paths] == [False, True]
    session.discard(paths[1])
    qtbot.waitUntil(lambda: not paths[1].exists())


def test_where_nothing_can_be_recorded_a_sentence_says_so(own_home, monkeypatch, qapp):
    (own_home / "data").write_text("no folder")

    def none(prefix):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.TemporaryDirectory", none)
    with pytest.raises(JournalOpenError, match="Nothing can be recorded"):
        Session()


def test_without_a_temporary_folder_a_session_is_recorded(qtbot, monkeypatch):
    def none():
        raise FileNotFoundError

    monkeypatch.setattr("tempfile.gettempdir", none)
    session = Session()
    record(qtbot, session, "hello")
    assert session.warning == session.fault == ""
    session.close()


def test_a_mistake_of_the_programs_is_no_reason_to_say_that_all_is_recorded(
    qtbot, session, monkeypatch
):
    def fail(sources, batch):
        raise RuntimeError("broken")

    monkeypatch.setattr(session._store, "write_batch", fail)
    with qtbot.waitSignal(session.recording_failed) as told:
        session.journal.append(0, Kind.NOTE, b"", "lost")
    assert told.args == [session.fault]
    assert "RuntimeError: broken" in session.fault
