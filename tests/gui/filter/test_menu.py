import pytest
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.filter import menu as filter_menu
from socket_workbench.gui.filter.menu import FilterMenu
from socket_workbench.gui.filter.parts import MESSAGES
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.query import Filter


@pytest.fixture
def sources(qtbot, recording):
    sources = SessionSources(recording.path)
    with qtbot.waitSignal(sources.added):
        sources.look()
    yield sources
    sources.close()


@pytest.fixture
def bar(qtbot):
    bar = QWidget()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def menu(sources, bar):
    return FilterMenu(sources, bar)


def part(menu, title):
    menu.fill()
    return next(action.menu() for action in menu.actions() if action.text() == title)


def entries(menu, title):
    return {action.text(): action for action in part(menu, title).actions() if action.text()}


def chosen(menu, title, entry, qtbot):
    with qtbot.waitSignal(menu.chosen) as signal:
        entries(menu, title)[entry].trigger()
    return signal.args[0]


def test_endpoints_are_offered_once_each(menu, qtbot):
    assert list(entries(menu, "Only endpoint")) == ["server", "client"]
    assert chosen(menu, "Only endpoint", "client", qtbot) == Filter(endpoints=frozenset({"client"}))


def test_connections_are_offered_by_their_clients_address(menu, qtbot):
    titles = list(entries(menu, "Only connection"))
    assert titles == ["conn:1 127.0.0.1:51342  server", "conn:2 127.0.0.1:51342  client"]
    assert chosen(menu, "Only connection", titles[1], qtbot) == Filter(connections=frozenset({2}))


def test_only_the_newest_connections_are_offered(menu, monkeypatch):
    monkeypatch.setattr(filter_menu, "MOST_CONNECTIONS", 1)
    assert list(entries(menu, "Only connection")) == ["conn:2 127.0.0.1:51342  client"]


def test_directions_exclude_each_other(menu, qtbot):
    wanted = chosen(menu, "Direction", "client → server", qtbot)
    assert wanted == Filter(direction=Direction.TO_SERVER)
    menu.set_filter(wanted)
    ticked = [text for text, one in entries(menu, "Direction").items() if one.isChecked()]
    assert ticked == ["client → server"]


def test_kinds_are_hidden_and_shown_again(menu, qtbot):
    wanted = chosen(menu, "Kind", "accepted", qtbot)
    assert wanted.kinds == frozenset(Kind) - {Kind.ACCEPTED}
    menu.set_filter(wanted)
    assert not entries(menu, "Kind")["accepted"].isChecked()
    assert chosen(menu, "Kind", "accepted", qtbot) == Filter()


def test_messages_alone_are_one_choice(menu, qtbot):
    wanted = chosen(menu, "Kind", "Only sent and received", qtbot)
    assert wanted.kinds == MESSAGES
    menu.set_filter(wanted)
    assert chosen(menu, "Kind", "Only sent and received", qtbot) == Filter()


def test_the_last_kind_cannot_be_hidden(menu):
    menu.set_filter(Filter(kinds=frozenset({Kind.NOTE})))
    assert not entries(menu, "Kind")["note"].isEnabled()


def test_without_endpoints_there_is_nothing_to_choose(menu, sources):
    sources.known.clear()
    assert not part(menu, "Only endpoint").isEnabled()


def test_names_are_no_mnemonics(menu, sources):
    sources.known[:] = [Source(1, Role.SERVER, "a&b", "tcp://127.0.0.1:1")]
    assert list(entries(menu, "Only endpoint")) == ["a&&b"]


def test_opening_again_leaves_nothing_behind(menu, qtbot):
    for _ in range(3):
        menu.fill()
    qtbot.waitUntil(lambda: len(menu.findChildren(FilterMenu.__base__)) == 4)
