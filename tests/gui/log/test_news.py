from socket_workbench.gui.log.news import News
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.storage.unsent import Unsent


def test_what_has_changed_is_told_once(recording, reader):
    news = News(reader)
    assert news.look() == (False, False)
    recording.store.take_unsent([Unsent(1, 3, 0)])
    recording.receive(b"x")
    assert news.look() == (True, False)
    recording.add_source(Source(9, Role.CLIENT, "Client 1", "tcp://127.0.0.1:1"))
    assert news.look() == (False, True)
    assert news.look() == (False, False)


def test_of_a_damaged_journal_there_is_no_news(recording, reader, monkeypatch):
    news = News(reader)

    def fail():
        raise JournalDamagedError("It is damaged.")

    monkeypatch.setattr(reader.other_ends, "newest", fail)
    assert news.look() == (False, False)
