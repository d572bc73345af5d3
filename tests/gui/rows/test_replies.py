from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.rows.replies import REACH, copy_reply, last_messages, last_received
from socket_workbench.journal.event import Kind


def test_the_newest_that_the_connection_has_received(recording, reader):
    recording.receive(b"first", b"second")
    recording.add(
        (recording.accepted, Kind.SENT, b"sent"), (recording.client, Kind.RECEIVED, b"else")
    )
    found = last_received(reader, recording.accepted.connection)

    assert found is not None
    assert reader.payload(found.number) == b"second"
    assert last_received(reader, 99) is None


def test_with_a_framing_the_newest_message_is_the_reply(recording, reader):
    framed = recording.accepted._replace(number=9, connection=9, framing="line")
    recording.add_source(framed)
    recording.add((framed, Kind.RECEIVED, b"on"))
    assert last_received(reader, 9) is None
    recording.add(
        (framed, Kind.RECEIVED, b"e\ntw"),
        (framed, Kind.MESSAGE, b"one\n"),
        (framed, Kind.RECEIVED, b"o"),
    )
    found = last_received(reader, 9)
    assert found is not None
    assert found.preview == b"one\n"


def test_only_the_newest_rows_are_searched(recording, reader):
    recording.receive(b"old")
    event = (recording.listener, Kind.NOTE, b"", "note")
    recording.add(*[event] * (REACH - 1))
    assert last_received(reader, recording.accepted.connection) is not None
    recording.add(event)
    assert last_received(reader, recording.accepted.connection) is None


def test_a_reply_is_copied_as_text_or_hex(qtbot, recording, tmp_path):
    recording.receive("é".encode())
    connection = recording.accepted.connection

    assert copy_reply(recording.path, connection, "utf-8", as_hex=False)
    assert QGuiApplication.clipboard().text() == "é"
    assert copy_reply(recording.path, connection, "utf-8", as_hex=True)
    assert QGuiApplication.clipboard().text() == "c3 a9"
    assert not copy_reply(recording.path, 99, "utf-8", as_hex=True)
    assert not copy_reply(tmp_path / "missing", connection, "utf-8", as_hex=True)
    assert QGuiApplication.clipboard().text() == "c3 a9"


def test_the_last_messages_of_several_connections(recording, tmp_path):
    framed = recording.accepted._replace(number=9, connection=9, framing="line")
    recording.add_source(framed)
    recording.receive(b"first", b"second")
    recording.add((framed, Kind.MESSAGE, b"one\r\n"), (framed, Kind.INCOMPLETE, b"tw"))
    recording.add((recording.accepted, Kind.SENT, b"sent"))
    connection = recording.accepted.connection

    assert last_messages(recording.path, {connection, 9, 99}) == {connection: b"second", 9: b"tw"}
    recording.add((framed, Kind.MESSAGE, b"three\r\n"))
    assert last_messages(recording.path, {9}) == {9: b"three"}
    assert last_messages(recording.path, set()) == {}
    assert last_messages(tmp_path / "missing", {9}) == {}
