import re
import socket
import sys
from collections import Counter
from contextlib import ExitStack

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.counters.page import MOST_CONNECTIONS, CountersPage


def show(window):
    """Choose the tab as a person does."""
    window.card.tabs.setCurrentIndex(place_of_tab(window))
    return window.findChild(CountersPage).view


def place_of_tab(window):
    tabs = window.card.tabs
    return [tabs.tabText(place) for place in range(tabs.count())].index("Counters")


def cells(table, place=0):
    row = table.content.row_at(place)
    return {column.key: column.value(row) for column in table.content.columns}


def rows(table):
    return table.content.rowCount()


@pytest.fixture
def plots(window, until):
    """The tab with its plots drawn."""
    tab = show(window)
    until(lambda: tab._plots is not None)
    return tab._plots


def test_what_goes_over_an_endpoint_is_counted_and_timed(window, until, connect, receive, started):
    pane = started()
    tab = show(window)
    with connect(pane) as peer:
        for _ in range(3):
            peer.sendall(b"x" * 1000)
            receive(peer, 1000)
        until(lambda: rows(tab.endpoints) and cells(tab.endpoints)["sends"] == 3)
        found = cells(tab.endpoints)
        assert found["name"] == "Server 1"
        assert found["endpoint"] == str(pane.running.bound)
        assert (found["connections_open"], found["connections_total"]) == (1, 1)
        assert (found["bytes_in"], found["bytes_out"], found["reads"]) == (3000, 3000, 3)
        assert 0 < found["rtt_p50_seconds"] <= found["rtt_p95_seconds"] <= found["rtt_max_seconds"]
        assert found["udp_drops"] == 0
        until(lambda: rows(tab.connections) == 1)
        until(lambda: cells(tab.connections)["bytes_out"] == 3000)
        own = cells(tab.connections)
        assert own["peer"] == "{}:{}".format(*peer.getsockname())
        assert own["rtt_max_seconds"] == found["rtt_max_seconds"]
    until(lambda: cells(tab.endpoints)["connections_open"] == 0)
    assert cells(tab.endpoints)["connections_total"] == 1


def test_a_client_times_its_requests(window, until, started):
    server = started()
    client = window.board.add_client()
    client.address.set_text(str(server.running.bound))
    client.start()
    until(lambda: client.chip.word() == "ESTABLISHED")
    tab = show(window)
    until(lambda: rows(tab.endpoints) == 2)
    tab.endpoints.choose(tab.endpoints.content.row_at(1).key)
    client.running.send(b"hello")
    until(lambda: cells(tab.endpoints, 1)["bytes_in"] == 5)
    assert cells(tab.endpoints, 1)["rtt_max_seconds"] > 0
    until(lambda: rows(tab.connections) == 1)
    assert cells(tab.connections)["peer"] == client.running.connection.peer


def test_datagrams_that_were_dropped_are_shown(window, until, monkeypatch, started):
    pane = started("udp://127.0.0.1:0")
    monkeypatch.setattr(type(pane.running._service._socket), "dropped", lambda self: 5)
    tab = show(window)
    until(lambda: rows(tab.endpoints) and cells(tab.endpoints)["udp_drops"] == 5)
    window.refresh_status()
    assert "UDP drops 5" in window.status.text()


def test_rates_are_drawn(plots, until, connect, receive, started):
    pane = started()
    with connect(pane) as peer:
        peer.sendall(b"x" * 100_000)
        receive(peer, 100_000)
        until(lambda: re.search(r"in [1-9]", plots.rates.legend.text()))
        times, rates = plots.rates._lines[0].getData()
        assert max(rates) > 0
        assert all(-61 <= time <= 0 for time in times)
        until(lambda: re.search(r"p50 \d", plots.times.legend.text()))
        assert max(number for number in plots.times._lines[1].getData()[1] if number == number) > 0


def test_reset_counts_from_zero_and_records_on(window, qtbot, until, connect, receive, started):
    pane = started()
    tab = show(window)
    with connect(pane) as peer:
        peer.sendall(b"x" * 1000)
        receive(peer, 1000)
        until(lambda: rows(tab.connections) and cells(tab.connections)["sends"] == 1)
        recorded = window._session.rows
        qtbot.mouseClick(tab.reset_button, Qt.MouseButton.LeftButton)
        for table in (tab.endpoints, tab.connections):
            found = cells(table)
            assert (found["bytes_in"], found["sends"]) == (0, 0)
            assert found["rtt_p50_seconds"] is None
            assert found["rtt_max_seconds"] is None
        assert cells(tab.endpoints)["connections_open"] == 1
        assert pane.running.traffic().bytes_in == 1000
        assert window._session.rows >= recorded
        peer.sendall(b"y" * 10)
        receive(peer, 10)
        until(lambda: cells(tab.connections)["bytes_out"] == 10)
        until(lambda: cells(tab.endpoints)["bytes_out"] == 10)
        assert cells(tab.endpoints)["rtt_max_seconds"] > 0


def test_an_endpoint_that_is_started_again_counts_anew(window, until, connect, receive, started):
    pane = started()
    tab = show(window)
    with connect(pane) as peer:
        peer.sendall(b"x" * 10)
        receive(peer, 10)
        until(lambda: rows(tab.endpoints) and cells(tab.endpoints)["bytes_in"] == 10)
    key = tab.endpoints.chosen()
    pane.stop()
    until(lambda: pane.chip.word() == "STOPPED")
    until(lambda: cells(tab.endpoints)["state"] == "STOPPED")
    pane.start()
    until(lambda: cells(tab.endpoints)["state"] == "LISTEN")
    until(lambda: cells(tab.endpoints)["bytes_in"] == 0)
    assert tab.endpoints.chosen() == key


def test_a_pane_that_is_taken_away_takes_its_row(window, until, started):
    first, second = (started() for _ in range(2))
    tab = show(window)
    until(lambda: rows(tab.endpoints) == 2)
    window.board.servers.remove(first)
    until(lambda: rows(tab.endpoints) == 1)
    assert cells(tab.endpoints)["name"] == second.name
    until(lambda: tab.endpoints.chosen() is not None)


def test_only_the_busiest_connections_are_listed(window, until, started):
    pane = started("udp://127.0.0.1:0", "print-only")
    address = ("127.0.0.1", pane.running.bound.port)
    busy = MOST_CONNECTIONS + 20
    with ExitStack() as peers:  # closed one by one, they would be given the same ports
        for number in range(busy):
            peer = peers.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            peer.sendto(b"x" * (10 if number >= 20 else 1), address)
    tab = show(window)
    until(lambda: rows(tab.endpoints) and cells(tab.endpoints)["reads"] == busy)
    until(lambda: rows(tab.connections) == MOST_CONNECTIONS)
    sizes = Counter(cells(tab.connections, each)["bytes_in"] for each in range(MOST_CONNECTIONS))
    assert sizes == {10: MOST_CONNECTIONS}
    assert f"{busy:,}" in tab._connections_label.text()


def test_without_the_libraries_the_tables_are_there_and_a_sentence(
    window, until, monkeypatch, started
):
    monkeypatch.setitem(sys.modules, "pyqtgraph", None)
    pane = started()
    tab = show(window)
    until(lambda: "pip install" in tab._message.text())
    assert tab._message.isVisible()
    assert tab._plots is None
    until(lambda: rows(tab.endpoints) == 1)
    assert cells(tab.endpoints)["name"] == pane.name


def test_nothing_is_shown_or_loaded_before_the_tab_is(window, started):
    started()
    window.counters.look()
    assert window.findChild(CountersPage) is None
    assert rows(show(window).endpoints) == 1


def test_what_can_be_done_is_there_only_with_the_tab(window):
    view = show(window)
    assert view.tools.isVisible()
    window.card.tabs.setCurrentIndex(0)
    assert not view.tools.isVisible()
    assert show(window) is view
    assert view.tools.isVisible()


def test_the_window_keeps_its_size_whichever_tab_is_shown(window, qtbot):
    window.resize(900, 700)
    qtbot.wait(1)
    size = window.size()
    for place in (1, 2, 0, 2, 1, 0):
        window.card.tabs.setCurrentIndex(place)
        qtbot.wait(1)
        assert window.size() == size


def test_how_the_tables_stand_comes_back(window):
    view = show(window)
    view.connections.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    view.endpoints.horizontalHeader().moveSection(5, 0)
    state = window.findChild(CountersPage).save_state()
    other = CountersPage(window.counters, window._session)
    assert other.save_state() != state
    other.restore_state(state)
    assert other.save_state() == state
    other.deleteLater()
