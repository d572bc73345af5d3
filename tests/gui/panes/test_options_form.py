import math
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from socket_workbench.gui.panes.duration_field import DurationField
from socket_workbench.gui.panes.option_fields import client_options, server_options
from socket_workbench.gui.panes.options_form import OptionsForm
from socket_workbench.sockets.options import MAX_RECEIVE_SIZE, ClientOptions, ServerOptions


def names_of(widget):
    return widget.accessibleName(), "" if isinstance(widget, QComboBox) else widget.text()


def field(form, kind, name):
    """Return the field with this label."""
    found = [one for one in form.findChildren(kind) if name in names_of(one)]
    return found[0]


@pytest.fixture
def server(qtbot):
    form = OptionsForm(server_options(MAX_RECEIVE_SIZE), asdict(ServerOptions()))
    qtbot.addWidget(form)
    qtbot.addWidget(form.more_button)
    form.more_button.click()
    return form


@pytest.fixture
def client(qtbot):
    form = OptionsForm(client_options(MAX_RECEIVE_SIZE), asdict(ClientOptions()))
    qtbot.addWidget(form)
    qtbot.addWidget(form.more_button)
    form.more_button.click()
    return form


def test_it_opens_and_closes(server):
    assert server.isVisible()
    server.more_button.click()
    assert not server.isVisible()


def test_values_go_in_and_come_out_unchanged(server, client):
    assert server.values() == asdict(ServerOptions())
    assert client.values() == asdict(ClientOptions())
    options = ClientOptions(1024, "127.0.0.1", 5000, 2.5, True, 1.0, 1 << 30, False)
    client.set_values(asdict(options))
    assert ClientOptions(**client.values()) == options


def test_the_backlog_is_a_number_or_the_word_system(server, qtbot):
    backlog = field(server, QSpinBox, "Backlog")
    assert (backlog.text(), server.values()["backlog"]) == ("system", None)
    for number in (0, 5, 65535, None):
        server.set_values({"backlog": number})
        assert server.values()["backlog"] == number
    qtbot.keyClick(backlog, Qt.Key.Key_Up)
    assert server.values()["backlog"] == 0


def test_what_a_person_sets_is_told(server, qtbot):
    backlog = field(server, QSpinBox, "Backlog")
    backlog.selectAll()
    with qtbot.waitSignal(server.values_changed):
        qtbot.keyClicks(backlog, "5")
        qtbot.keyClick(backlog, Qt.Key.Key_Return)
    with qtbot.waitSignal(server.values_changed):
        field(server, QCheckBox, "One connection at a time").click()

    assert server.values()["backlog"] == 5
    assert server.values()["one_at_a_time"] is True


def test_what_the_program_sets_is_not_told(server, qtbot):
    with qtbot.assertNotEmitted(server.values_changed):
        server.set_values({"backlog": 7, "one_at_a_time": True})

    assert server.values()["backlog"] == 7
    assert server.values()["receive_size"] == ServerOptions().receive_size


def test_a_value_out_of_bounds_becomes_the_nearest_one(server, qtbot):
    size = field(server, QSpinBox, "Receive size")
    size.selectAll()
    qtbot.keyClicks(size, "0")
    qtbot.keyClick(size, Qt.Key.Key_Return)

    assert server.values()["receive_size"] == 1


def test_never_is_a_word_and_none(client, qtbot):
    interval = field(client, DurationField, "Reconnect every")

    assert interval.text() == "never"
    assert client.values()["reconnect_interval"] is None
    interval.stepUp()
    assert client.values()["reconnect_interval"] == 1.0


def test_any_port_and_any_address(client, qtbot):
    assert field(client, QSpinBox, "Local port").text() == "any"
    host = field(client, QLineEdit, "Local address")
    assert host.placeholderText() == "any"
    with qtbot.waitSignal(client.values_changed):
        qtbot.keyClicks(host, " 127.0.0.1 ")
        qtbot.keyClick(host, Qt.Key.Key_Return)
    assert client.values()["local_host"] == "127.0.0.1"
    with qtbot.assertNotEmitted(client.values_changed):
        qtbot.keyClick(host, Qt.Key.Key_Return)


def test_every_field_is_explained(client):
    for kind in (QSpinBox, DurationField, QCheckBox):
        assert all(one.toolTip() for one in client.findChildren(kind))


def test_one_of_a_few_values_is_chosen(server, qtbot):
    choice = field(server, QComboBox, "Close when the peer ends")
    assert server.values()["close_on_peer_end"] is None
    with qtbot.waitSignal(server.values_changed):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert server.values()["close_on_peer_end"] is True
    with pytest.raises(ValueError, match="close_on_peer_end"):
        server.set_values({"close_on_peer_end": "nonsense"})


@pytest.mark.parametrize(
    "values",
    [
        {"backlog": 65536},
        {"backlog": -1},
        {"backlog": 10**30},
        {"backlog": math.inf},
        {"receive_size": None},
        {"receive_size": "5"},
    ],
)
def test_a_number_that_the_field_cannot_show_is_refused(server, values):
    with pytest.raises(ValueError, match=next(iter(values))):
        server.set_values(values)
    assert server.values() == asdict(ServerOptions())


def test_a_mistake_is_shown_below_until_it_is_mended(client, qtbot):
    timeout = field(client, DurationField, "Connect timeout")
    timeout.selectAll()
    qtbot.keyClicks(timeout, "soon")
    qtbot.keyClick(timeout, Qt.Key.Key_Return)
    assert "'soon' is not a duration" in client.mistake()
    assert timeout.property("mistaken")

    timeout.selectAll()
    qtbot.keyClicks(timeout, "20ms")
    with qtbot.waitSignal(client.values_changed):
        qtbot.keyClick(timeout, Qt.Key.Key_Return)
    assert client.mistake() == ""
    assert not timeout.property("mistaken")
    assert client.values()["connect_timeout"] == 0.02

    timeout.lineEdit().setText("x")
    qtbot.keyClick(timeout, Qt.Key.Key_Return)
    client.set_values(asdict(ClientOptions()))
    assert client.mistake() == ""
