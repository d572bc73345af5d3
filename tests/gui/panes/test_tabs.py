import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.looks.state_mark import Tone, ink
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.panes.tabs import PaneTabs, short_address


@pytest.fixture
def tabs(qtbot, session):
    tabs = PaneTabs()
    qtbot.addWidget(tabs)
    return tabs


@pytest.fixture
def add(qtbot, session, tabs):
    def add(name):
        pane = ServerPane(session, name)
        qtbot.addWidget(pane)
        tabs.insert(tabs.count(), pane)
        return pane

    return add


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("tcp://127.0.0.1:13145", ":13145"),
        ("udp://[::1]:9", ":9"),
        ("localhost:80", ":80"),
        ("192.168.1.20:40112", "192.168.1.20:40112"),
        ("unix:///home/somebody/echo.sock", "echo.sock"),
        ("tcp://[2001:db8:1234:5678:9abc:def0:1234:5678]:13145", "[2001:db…4:5678]:13145"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_a_short_address_has_its_port(address, shown):
    assert short_address(address) == shown


@given(st.text(max_size=80))
def test_every_address_is_short(text):
    assert len(short_address(text)) <= 23 or "\\" in short_address(text)


def test_tabs_have_name_address_and_state(tabs, add, until):
    pane = add("Server & son")
    assert tabs.tabText(0) == "Server && son  :13145"
    assert tabs.tabToolTip(0) == "Server & son\ntcp://127.0.0.1:13145\nSTOPPED"
    assert tabs.accessibleTabName(0) == "Server & son, tcp://127.0.0.1:13145, STOPPED"

    pane.rename("renamed")
    pane.address.set_text("tcp://127.0.0.1:0")
    assert tabs.tabText(0) == "renamed  :0"
    pane.start()
    until(lambda: pane.chip.word() == "LISTEN")
    port = pane.running.bound.port
    assert tabs.tabText(0) == f"renamed  :{port}"
    assert tabs.accessibleTabName(0) == f"renamed, tcp://127.0.0.1:{port}, LISTEN"
    pane.stop()
    until(lambda: tabs.tabText(0) == "renamed  :0")


def test_marks_on_tabs_follow_the_colours(tabs, add, theme):
    add("server")

    def inks():
        image = tabs.tabIcon(0).pixmap(tabs.iconSize(), 2.0).toImage()
        assert (image.width(), image.height()) == (20, 20)
        return {image.pixelColor(x, y).name() for x in range(20) for y in range(20)}

    light = ink(Tone.IDLE).name()
    assert light in inks()
    theme.set_scheme(Scheme.DARK)
    assert light not in inks()
    assert ink(Tone.IDLE).name() in inks()


def test_a_state_that_changes_is_drawn_on_its_own_tab_only(tabs, add, session, until, monkeypatch):
    panes = [add(f"server {number}") for number in range(3)]
    drawn = []

    def mark(pane):
        drawn.append(pane)
        return tabs.tabIcon(0)

    monkeypatch.setattr("socket_workbench.gui.panes.tabs._mark", mark)
    for pane in panes[1:]:
        pane.address.set_text("tcp://127.0.0.1:0")
        pane.start()
    until(lambda: all(pane.chip.word() == "LISTEN" for pane in panes[1:]))
    assert 2 <= len(drawn) <= 4
    assert set(drawn) == set(panes[1:])
    for pane in panes:
        pane.stop()
    until(lambda: session.threads.running() == [])


def test_a_mark_follows_a_half_close(tabs, session, qtbot, until):
    pane = ClientPane(session, "client")
    tabs.insert(0, pane)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        assert pane.start()
        until(lambda: tabs.tabToolTip(0).endswith("ESTABLISHED"))
        before = tabs.tabIcon(0).pixmap(10).toImage()
        pane._on_close_half_close_requested()
        until(lambda: "FIN_WAIT" in tabs.tabToolTip(0))
        assert "FIN_WAIT" in tabs.accessibleTabName(0)
        assert tabs.tabIcon(0).pixmap(10).toImage() != before
        pane.stop()
        until(lambda: session.threads.running() == [])
    pane.close_readers()
    tabs.remove(pane)
    pane.deleteLater()


def test_a_removed_pane_is_listened_to_no_more(tabs, add, qtbot):
    one, two = add("one"), add("two")
    with qtbot.waitSignal(tabs.pane_chosen) as chosen:
        tabs.choose(two)
    assert chosen.args == [two]
    tabs.remove(one)
    one.rename("other")
    assert (tabs.panes(), tabs.current(), tabs.count()) == ([two], two, 1)
    two.rename("two again")
    assert tabs.tabText(0).startswith("two again")


def test_a_tab_shows_that_its_pane_repeats_a_message(tabs, add, until):
    pane = add("Server 1")
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start()
    until(lambda: pane.chip.word() == "LISTEN")
    usual = tabs.tabIcon(0).pixmap(16, 16).toImage()
    with socket.create_connection(("127.0.0.1", pane.running.bound.port)):
        until(lambda: any(view.can_send for view in pane.running.connections()))
        pane.refresh()
        pane.send_bar.set_text("again")
        pane.send_bar.repeat_message()
        pane.send_bar.repeating.start()
        assert tabs.tabToolTip(0).endswith("repeats a message")
        assert tabs.accessibleTabName(0).endswith("repeats a message")
        assert tabs.tabIcon(0).pixmap(16, 16).toImage() != usual
        pane.send_bar.stop_repeating()
    assert "repeats" not in tabs.tabToolTip(0)
    assert tabs.tabIcon(0).pixmap(16, 16).toImage() == usual
    pane.stop()
    until(lambda: not pane.is_live)
