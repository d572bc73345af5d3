from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.reader import Reader


def test_what_is_recorded_is_told_once_it_can_be_read(qtbot, session):
    told = []
    session.rows_committed.connect(told.append)
    source = session.journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1")
    session.journal.append(source.number, Kind.NOTE, b"", "hello")
    qtbot.waitUntil(lambda: told != [])
    assert session.rows == told[-1] == 1
    reader = Reader(session.path)
    assert [row.text for row in reader.rows(0, 10)] == ["hello"]
    reader.close()
    assert session.fault == ""


def test_the_unsaved_file_goes_with_the_session(session):
    path = session.path
    assert path.exists()
    session.close()
    assert not path.parent.exists()
    session.close()
