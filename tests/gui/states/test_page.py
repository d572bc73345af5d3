import socket

import pytest
from PySide6.QtWidgets import QScrollArea

from socket_workbench.engine.socket_watch import Sighting
from socket_workbench.gui.states import page
from socket_workbench.gui.states.columns import SOCKET_COLUMNS
from socket_workbench.gui.states.page import StatesPage
from socket_workbench.sockets.kernel.reading import Way
from socket_workbench.sockets.kernel.tcp_states import TcpState

S = TcpState
KEYS = [column.key for column in SOCKET_COLUMNS]


def show(window):
    """Choose the tab as a person does."""
    tabs = window.card.tabs
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index("State"))
    return window.findChild(StatesPage)


def rows(shown):
    return {(row.name, row.part, row.state): row for row in shown.table.content.rows()}


@pytest.mark.needs("sock_diag")
def test_sockets_are_listed_as_the_system_tells_of_them(window, until, qtbot):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.running is not None and server.running.bound is not None)
    shown = show(window)
    peer = socket.create_connection(("127.0.0.1", server.running.bound.port))
    with peer:
        until(lambda: ("Server 1", "connection 1", "ESTABLISHED") in rows(shown))
        found = rows(shown)
        assert found["Server 1", "listens", "LISTEN"].send_queue > 0
        connection = found["Server 1", "connection 1", "ESTABLISHED"]
        assert connection.peer == "{}:{}".format(*peer.getsockname())
        assert connection.rtt > 0

        shown.table.choose(connection.key)
        assert shown.diagram.marked() is S.ESTABLISHED
        assert "LISTEN" in shown.diagram.accessibleDescription()
        assert "ESTABLISHED: The connection is open" in shown.words.text()
        assert "cwnd" in shown.figures.text()

        server.table.selectAll()
        server.table._on_close()
        # Our side has ended first: it goes to TIME_WAIT when the peer has ended too.
    until(lambda: ("Server 1", "connection 1", "TIME_WAIT") in rows(shown))
    assert shown.diagram.marked() is S.TIME_WAIT
    assert 0 < rows(shown)["Server 1", "connection 1", "TIME_WAIT"].expires <= 60
    until(lambda: server.table._model.row_at(0).state.startswith("TIME_WAIT"))


@pytest.fixture
def alone(session, qtbot):
    """Return the page with nothing that runs, and what tells it of sockets."""
    shown = StatesPage(session.sockets)
    qtbot.addWidget(shown)
    shown.resize(1000, 500)
    with qtbot.waitExposed(shown):
        shown.show()

    def tell(*sockets, way=Way.NETLINK):
        session.sockets._on_job_told(Sighting(sockets, way))
        shown._due = 0.0
        session.sockets.looked.emit()

    yield shown, tell
    shown.close_page()


def keys(shown):
    return [row.key for row in shown.table.content.rows()]


def test_ended_sockets_can_be_left_out(alone, seen):
    shown, tell = alone
    tell(seen(), seen(is_ended=True, number=2))
    assert keys(shown) == [1, 2]
    assert shown.table.chosen() == 1

    shown.ended.click()

    assert keys(shown) == [1]
    assert shown.save_state()["ended"] is False


def test_nothing_is_selected_where_nothing_is_listed(alone, seen):
    shown, tell = alone
    tell(seen())
    assert shown.words.isVisible()
    tell()

    assert keys(shown) == []
    assert shown.diagram.marked() is None
    assert not shown.words.text()


def test_what_a_system_does_not_tell_is_said(alone, seen):
    shown, tell = alone
    tell(seen())
    assert not shown.note.text()
    tell(seen(), way=Way.PSUTIL)

    assert shown.note.text().startswith("This system tells states only")
    assert shown.note.isVisible()


def test_of_very_many_sockets_the_first_are_listed(alone, seen, monkeypatch):
    monkeypatch.setattr(page, "MOST_SOCKETS", 3)
    shown, tell = alone
    tell(*(seen(number=number) for number in range(1, 6)))

    assert keys(shown) == [1, 2, 3]
    assert shown.note.text() == "3 of 5 sockets are listed."


def test_a_way_says_what_was_not_seen(alone, seen):
    shown, tell = alone
    tell(seen())
    assert shown.legend.isVisible()
    tell(seen(way=()))
    assert not shown.legend.text()


@pytest.mark.parametrize("state", [{}, {"ended": False}, {"sockets": 3, "ended": []}])
def test_any_state_is_restored(alone, state):
    shown, _ = alone

    shown.restore_state(state)

    assert shown.ended.isChecked() is (state.get("ended") is not False)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 700)])
def test_the_table_fits_the_window_and_no_text_below_it_is_cut(window, until, theme, size):
    window.resize(*size)
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    shown = show(window)
    until(lambda: rows(shown))
    until(lambda: (window.width(), window.height()) == size)
    assert shown.table.horizontalScrollBar().maximum() == 0
    assert shown.table.header.count() > shown.table.header.hiddenSectionCount() > 0
    assert not shown.table.header.isSectionHidden(KEYS.index("peer"))
    areas = [each for each in shown.findChildren(QScrollArea) if each.isAncestorOf(shown.words)]
    (below,) = areas
    peer = socket.create_connection(("127.0.0.1", server.running.bound.port))
    with peer:
        until(lambda: len(rows(shown)) > 1)
        shown.table.choose(shown.table.content.rows()[1].key)
        until(shown.figures.isVisible)
        until(lambda: below.verticalScrollBar().maximum() == 0)
        # Where there is no room for them, they can be scrolled to.
        theme.set_zoom(2.5)
        until(lambda: below.verticalScrollBar().maximum() > 0)
        assert below.viewport().height() > 0
