import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.panes.options.fields import (
    CallsField,
    ChoiceField,
    FlagField,
    ScaleField,
    TextField,
)
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def field(form, name):
    """Return the field with this label."""
    names = {
        one.text() if isinstance(one, FlagField) else one.accessibleName(): one
        for one in form.findChildren(QWidget)
        if isinstance(one, ScaleField | TextField | FlagField | ChoiceField | CallsField)
    }
    return names[name]


def enter(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def make(qtbot):
    def make(options):
        form = OptionsForm(options)
        for widget in (form, form.more_button, form.framing):
            qtbot.addWidget(widget)
        form.more_button.click()
        return form

    return make


@pytest.fixture
def server(make):
    return make(ServerOptions)


@pytest.fixture
def client(make):
    return make(ClientOptions)


def test_it_opens_and_closes(server):
    assert server.isVisible()
    server.more_button.click()
    assert not server.isVisible()


def test_values_set_before_it_is_first_opened_are_in_its_fields(qtbot):
    form = OptionsForm(ClientOptions)
    for widget in (form, form.more_button, form.framing):
        qtbot.addWidget(widget)
    given = ClientOptions(
        framing=Framing.parse("fixed:8"), local_port=5000, reuse_address=True, trace=True
    )
    with qtbot.waitSignal(form.values_changed):
        form.set_values(given.values())
    assert form.is_tracing()
    with pytest.raises(ValueError, match="65536"):
        form.set_values({"local_port": "65536", "local_host": "127.0.0.1"})
    assert form.values() == given.values()
    written = form.written()
    form.more_button.click()
    assert form.written() == written
    assert form.values() == given.values()
    assert field(form, "Local port").text() == "5000"
    enter(qtbot, field(form, "Local port"), "5001")
    assert form.values()["local_port"] == 5001


def test_it_begins_with_the_defaults(server, client):
    assert server.values() == ServerOptions().values()
    assert client.values() == ClientOptions().values()


def test_values_go_in_and_come_out_unchanged(client):
    options = ClientOptions(
        framing=Framing.parse("fixed:8"),
        receive_size=1024,
        local_host="127.0.0.1",
        local_port=5000,
        connect_timeout=2.5,
        reuse_address=True,
        reconnect_interval=0.02,
        most_waiting=1 << 30,
        close_on_peer_end=False,
    )
    client.set_values(options.values())
    assert ClientOptions.of(client.values()) == options
    written = client.written()
    assert (written["reconnect_interval"], written["most_waiting"]) == ("20 ms", "1 GiB")
    client.set_values(ClientOptions().values())
    client.set_values(written)
    assert ClientOptions.of(client.values()) == options


def test_every_row_has_a_field_that_is_explained(server, client):
    for form, options in ((server, ServerOptions), (client, ClientOptions)):
        for row in options.rows():
            if row.name != "framing":
                assert field(form, row.title).toolTip()


def test_what_a_person_sets_is_a_value(server, qtbot):
    enter(qtbot, field(server, "Backlog"), "5")
    qtbot.keyClick(field(server, "Model"), Qt.Key.Key_Down)
    qtbot.keyClick(field(server, "Close when the peer ends"), Qt.Key.Key_Down)

    assert server.values() == {
        **ServerOptions().values(),
        "backlog": 5,
        "model": "one-at-a-time",
        "close_on_peer_end": True,
    }


def test_what_the_program_sets_is_a_value(server):
    server.set_values({"backlog": 7, "model": "selector", "close_on_peer_end": "no"})

    assert server.values()["backlog"] == 7
    assert server.values()["close_on_peer_end"] is False
    assert server.values()["receive_size"] == ServerOptions().receive_size


@pytest.mark.parametrize(
    ("title", "typed", "sentence"),
    [
        ("Receive size", "0", "Receive size: '0' is too small; 1 B is the least."),
        ("Connect timeout", "soon", "Connect timeout: 'soon' is not a duration; "),
        ("Local port", "65536", "Local port: '65536' is neither a whole number from 0 to 65535"),
        ("Local address", "a b", "Local address: A host name cannot hold ' ': 'a b'."),
    ],
)
def test_a_mistake_is_shown_below_until_it_is_mended(client, qtbot, title, typed, sentence):
    mistaken = field(client, title)
    right = mistaken.text()
    enter(qtbot, mistaken, typed)
    assert client.mistake().startswith(sentence)
    assert mistaken.property("mistaken")
    assert client.values() == ClientOptions().values()

    mistaken.selectAll()
    qtbot.keyClick(mistaken, Qt.Key.Key_Delete)
    enter(qtbot, mistaken, right)
    assert client.mistake() == ""
    assert not mistaken.property("mistaken")


def test_a_mistake_in_the_framing_is_one_of_the_form(client, qtbot):
    client.framing.set_framing("fixed:8")
    line = next(one for one in client.framing.findChildren(QWidget) if hasattr(one, "refused"))
    enter(qtbot, line, "x")

    assert "'x'" in client.mistake()
    client.set_values({"framing": "line"})
    assert client.mistake() == ""


def test_setting_values_forgets_mistakes(client, qtbot):
    enter(qtbot, field(client, "Connect timeout"), "x")
    client.set_values(ClientOptions().values())
    assert client.mistake() == ""


@pytest.mark.parametrize(
    "values",
    [
        {"backlog": 65536},
        {"backlog": 10**30},
        {"backlog": math.inf},
        {"receive_size": None},
        {"close_on_peer_end": "nonsense"},
        {"framing": []},
        {"model": "selector", "most_waiting": 0},
    ],
)
def test_values_that_are_none_change_nothing(server, values):
    with pytest.raises(ValueError, match=ServerOptions.row(list(values)[-1]).title):
        server.set_values(values)
    assert server.values() == ServerOptions().values()
