from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.filter.menu import FilterMenu
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.threads.job import Job, running_jobs
from socket_workbench.journal.event import Role, Source


@pytest.fixture
def sources(qapp, recording):
    sources = SessionSources(recording.path)
    yield sources
    sources.close()


def more(recording, first, end):
    for number in range(first, end):
        recording.add_source(Source(number, Role.CLIENT, "more", "tcp://a:1", number, "l", "p"))


def numbers(sources):
    return [source.number for source in sources.known]


def test_what_was_added_is_known_a_moment_later(sources, recording, qtbot):
    with qtbot.waitSignal(sources.added) as added:
        sources.look()
        assert sources.known == []
    assert added.args == [[recording.listener, recording.accepted, recording.client]]
    more(recording, 4, 6)
    with qtbot.waitSignal(sources.added) as added:
        sources.look()
    assert [source.number for source in added.args[0]] == [4, 5]
    assert numbers(sources) == [1, 2, 3, 4, 5]


def test_none_is_missed_or_known_twice_however_often_it_looks(sources, recording, qtbot):
    for number in range(4, 104):
        more(recording, number, number + 1)
        sources.look()
        if number % 10 == 0:
            qtbot.waitUntil(lambda: running_jobs() == [])
            sources.look()
    qtbot.waitUntil(lambda: numbers(sources) == list(range(1, 104)))


def test_nothing_is_read_while_nobody_asks(sources, monkeypatch, qtbot):
    started: list[Job] = []
    monkeypatch.setattr(Job, "start", started.append)
    assert sources.known == started == []


def test_of_a_journal_that_cannot_be_read_nothing_is_known(qapp, qtbot):
    sources = SessionSources(Path("nowhere"))
    sources.look()
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert sources.known == []


def test_a_menu_that_is_open_offers_what_becomes_known(sources, recording, qtbot, theme):
    bar = QWidget()
    qtbot.addWidget(bar)
    menu = FilterMenu(sources, bar)
    menu.popup(bar.mapToGlobal(bar.rect().bottomLeft()))
    (endpoints,) = [one for one in menu.findChildren(QMenu) if one.title() == "Only endpoint"]
    assert not endpoints.isEnabled()
    qtbot.waitUntil(endpoints.isEnabled)
    assert [action.text() for action in endpoints.actions()] == ["server", "client"]
    menu.close()
