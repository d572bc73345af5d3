import pytest

from socket_workbench.gui.conversation import live
from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.live import SHOWN_BYTES, LiveConversation
from socket_workbench.gui.rows import search
from socket_workbench.gui.rows.text import Notation
from socket_workbench.gui.threads.job import Job, running_jobs
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Pieces
from socket_workbench.journal.storage.unsent import Unsent


@pytest.fixture
def conversation(qtbot, session):
    view = LiveConversation(session.path, compact=True)
    session.rows_committed.connect(view.grow)
    yield view
    view.close_reader()
    view.deleteLater()


def texts(view):
    return [view.model.line(row).texts[-1] for row in range(view.model.rowCount())]


def test_only_the_rows_of_the_connection_are_shown_as_they_come(session, conversation, until):
    journal = session.journal
    one = journal.add_source(Role.CLIENT, "client", "tcp://a:1", 1, "l", "p")
    two = journal.add_source(Role.CLIENT, "client", "tcp://a:1", 2, "l", "p")
    journal.append(one.number, Kind.SENT, b"first")
    journal.append(two.number, Kind.SENT, b"other")
    until(lambda: session.rows == 2)
    conversation.show_connection(1, 0, session.rows)
    until(lambda: texts(conversation) == ["first"])
    journal.append(one.number, Kind.RECEIVED, "grüß".encode())
    until(lambda: texts(conversation) == ["first", "grüß"])
    conversation.show_connection(2, 0, session.rows)
    until(lambda: texts(conversation) == ["other"])


def test_nothing_is_shown_after_the_reader_is_closed(session, conversation, until):
    source = session.journal.add_source(Role.CLIENT, "client", "tcp://a:1", 1, "l", "p")
    conversation.show_connection(1, 0, 0)
    conversation.close_reader()
    session.journal.append(source.number, Kind.SENT, b"late")
    until(lambda: session.rows == 1)
    assert texts(conversation) == []


def test_a_connection_after_another_is_shown_below_it(session, conversation, until):
    journal = session.journal
    sources = [
        journal.add_source(Role.CLIENT, "client", "tcp://a:1", number, f"l:{number}", "p")
        for number in range(1, 5)
    ]
    expected: list[str] = []

    def is_shown():
        return texts(conversation) == expected

    for number, source in enumerate(sources, 1):
        journal.append(source.number, Kind.CONNECTED)
        conversation.add_connection(number, 0, session.rows)
        if number > 1:
            # What is still to be told of the connection before is not lost.
            journal.append(sources[number - 2].number, Kind.RECEIVED, b"late")
            journal.append(sources[number - 2].number, Kind.CLOSED)
            expected += [f"connected again from l:{number}", "late", "closed"]
        journal.append(source.number, Kind.SENT, b"hello")
        expected.append("hello")
        until(is_shown)
    assert conversation._unended == {4}
    conversation.show_connection(2, 0, session.rows)
    until(lambda: texts(conversation) == ["hello", "late", "closed"])


def test_what_was_shown_as_sent_and_was_not_is_shown_anew(session, conversation, until):
    journal = session.journal
    source = journal.add_source(Role.CLIENT, "client", "tcp://a:1", 1, "l", "p").number
    time = journal.append(source, Kind.SENT, b"hello")
    until(lambda: session.rows == 1)
    conversation.show_connection(1, 0, session.rows)
    until(lambda: texts(conversation) == ["hello"])
    journal.note_unsent(Unsent(time, source, 0))
    journal.append(source, Kind.ERROR, b"", "It broke.")
    until(lambda: texts(conversation) == ["hello", "[not sent]", "It broke."])


def test_all_connections_are_shown_anew_with_other_lines(session, conversation, until):
    journal = session.journal
    for number in (1, 2):
        source = journal.add_source(Role.CLIENT, "client", "tcp://a:1", number, "l", "p").number
        journal.append(source, Kind.SENT, b"hello")
        conversation.add_connection(number, 0, session.rows)
    again = "connected again from l"
    until(lambda: texts(conversation) == ["hello", again, "hello"])
    conversation.use_lines(ConversationLines(Notation.HEX))
    hexadecimal = "00000000  68 65 6c 6c 6f"
    until(lambda: texts(conversation) == [hexadecimal, again, hexadecimal])


@pytest.fixture
def read(qtbot, recording, monkeypatch):
    """Shows the first connection of a recorded session; returns the rows it reads."""
    views = []

    def read(count):
        view = LiveConversation(recording.path)
        views.append(view)
        rows: list[Row] = []
        monkeypatch.setattr(view, "add_rows", rows.extend)
        view.show_connection(1, 0, count)
        qtbot.waitUntil(lambda: bool(rows))
        return view, rows

    yield read
    for view in views:
        view.close_reader()
        view.deleteLater()


def test_more_of_a_long_message_is_read_than_a_preview(recording, read, qtbot):
    _, rows = read(recording.receive(b"x" * 1000, b"y" * (SHOWN_BYTES + 1)))
    qtbot.waitUntil(lambda: len(rows) == 2)
    assert [row.preview for row in rows] == [b"x" * 1000, b"y" * SHOWN_BYTES]
    assert rows[1].length == SHOWN_BYTES + 1


def test_only_the_last_rows_of_a_long_conversation_are_read(recording, read, qtbot, monkeypatch):
    monkeypatch.setattr(live, "MOST_LINES", 4)
    view, rows = read(recording.receive(*(b"%d" % number for number in range(9))))
    qtbot.waitUntil(lambda: [row.preview for row in rows] == [b"5", b"6", b"7", b"8"])
    assert view._notice.isVisibleTo(view)


def test_of_connections_that_have_ended_nothing_is_read_any_more(
    session, conversation, until, monkeypatch
):
    monkeypatch.setattr(search, "LINGER", 0)
    journal = session.journal
    one, two = (
        journal.add_source(Role.CLIENT, "client", "tcp://a:1", number, "l", "p").number
        for number in (1, 2)
    )
    conversation.show_connection(1, 0, 0)
    journal.append(one, Kind.SENT, b"first")
    journal.append(one, Kind.CLOSED)
    until(lambda: texts(conversation) == ["first", "closed"])
    until(lambda: running_jobs() == [])
    started: list[Job] = []
    monkeypatch.setattr(Job, "start", started.append)
    journal.append(two, Kind.SENT, b"other")
    until(lambda: session.rows == 3)
    assert started == []


def test_where_there_is_a_framing_its_messages_are_shown_or_the_reads(session, conversation, until):
    journal = session.journal
    framed = journal.add_source(Role.CLIENT, "client", "tcp://a:1", 1, "l", "p", "line")
    conversation.show_pieces(Pieces.MESSAGES)
    now = journal.append(framed.number, Kind.RECEIVED, b"a\nb\n")
    journal.append_repeated(now, framed.number, Kind.MESSAGE, b"a\n")
    journal.append_repeated(now, framed.number, Kind.MESSAGE, b"b\n")
    until(lambda: session.rows == 3)
    conversation.show_connection(1, 0, session.rows)
    until(lambda: numbers(conversation) == [1, 2])
    conversation.show_pieces(Pieces.READS)
    until(lambda: numbers(conversation) == [0, 0])
    conversation.show_pieces(Pieces.MESSAGES)
    until(lambda: numbers(conversation) == [1, 2])


def numbers(view):
    return [view.model.line(row).number for row in range(view.model.rowCount())]
