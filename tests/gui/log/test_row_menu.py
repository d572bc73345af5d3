import pytest
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.row_menu import RowMenu
from socket_workbench.journal.event import Kind


@pytest.fixture
def model(qapp, recording, reader):
    recording.add(
        (recording.listener, Kind.LISTENING),
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.accepted, Kind.SENT, b"Hello\n"),
        (recording.client, Kind.RECEIVED, b"x" * 1000),
    )
    return LogModel(reader)


@pytest.fixture
def menu_of(model, qtbot):
    menus = []

    def menu_of(*numbers):
        rows = model.rows_at(numbers)
        menu = RowMenu(model, rows, len(rows))
        qtbot.addWidget(menu)
        menus.append(menu)
        return menu

    return menu_of


def clipboard():
    return QGuiApplication.clipboard().text()


def copy_as(menu, title):
    return next(one for one in menu.formats_menu.actions() if one.text() == title)


def test_rows_are_copied_as_text(menu_of):
    menu_of(1).copy_action.trigger()
    assert "\treceived\t8\t" in clipboard()
    assert clipboard().endswith("\tzhangsan")
    assert not menu_of().copy_action.isEnabled()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Text", "Hello\n"),
        ("Hex", "48 65 6c 6c 6f 0a"),
        ("Python bytes", r"b'Hello\n'"),
        ("ncat line", r"printf 'Hello\n' | ncat 127.0.0.1 13145"),
    ],
)
def test_a_message_is_copied_in_any_format(menu_of, title, expected):
    copy_as(menu_of(2), title).trigger()
    assert clipboard() == expected


def test_a_c_array_is_offered_too(menu_of):
    copy_as(menu_of(2), "C array").trigger()
    assert "0x48, 0x65" in clipboard()


def test_long_messages_are_copied_whole(menu_of):
    copy_as(menu_of(3), "Text").trigger()
    assert clipboard() == "x" * 1000


def test_what_carries_no_message_cannot_be_copied_as_one(menu_of):
    assert not menu_of(0).formats_menu.isEnabled()
    assert menu_of(0, 1).formats_menu.isEnabled()


def test_a_connection_can_be_shown_alone(menu_of, recording, qtbot):
    menu = menu_of(1, 2)
    assert "51342" in menu.only_action.text()
    with qtbot.waitSignal(menu.only_connection_requested) as requested:
        menu.only_action.trigger()
    assert requested.args == [recording.accepted]


@pytest.mark.parametrize("numbers", [(0,), (1, 3), ()])
def test_no_or_several_connections_cannot(menu_of, numbers):
    assert not menu_of(*numbers).only_action.isEnabled()


def test_a_kind_can_be_hidden(menu_of, qtbot):
    menu = menu_of(1, 3)
    with qtbot.waitSignal(menu.hide_kind_requested) as requested:
        menu.hide_action.trigger()
    assert requested.args == [Kind.RECEIVED]
    assert not menu_of(1, 2).hide_action.isEnabled()
