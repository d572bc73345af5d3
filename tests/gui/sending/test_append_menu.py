import pytest
from PySide6.QtWidgets import QMenu

from socket_workbench.gui.sending.append_menu import AppendChoices
from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.values.checksums import all_checksums


@pytest.fixture
def menu(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    return menu


@pytest.fixture
def choices(menu):
    return AppendChoices(menu)


def entries(menu, *, deep=True):
    for action in menu.actions():
        if deep and action.menu() is not None:
            yield from entries(action.menu())
        elif not action.isSeparator():
            yield action


def entry(menu, words):
    return next(action for action in entries(menu) if action.text() == words)


def checked(menu):
    return [action.text() for action in entries(menu) if action.isChecked()]


def test_every_checksum_is_offered_in_its_family(menu, choices):
    titles = [action.text() for action in menu.actions() if action.menu() is not None]
    offered = {action.data() for action in entries(menu)}

    assert titles == ["Length", "Sums", "CRC-8", "CRC-16", "CRC-32", "CRC-64", "Digests"]
    assert offered >= {one.name for one in all_checksums()}


def test_what_is_chosen_is_told_with_its_form(menu, choices):
    told: list[Appended] = []
    choices.chosen.connect(told.append)
    choices.show_appended(NOTHING)
    assert checked(menu) == ["Nothing", "Big end first"]
    assert not entry(menu, "Little end first").isEnabled()

    entry(menu, "CRC-16/MODBUS").trigger()
    entry(menu, "Little end first").trigger()
    entry(menu, "Little end first").trigger()
    entry(menu, "2 bytes").trigger()
    entry(menu, "Nothing").trigger()

    assert told == [
        Appended("CRC-16/MODBUS", "be"),
        Appended("CRC-16/MODBUS", "le"),
        Appended("length16", "le"),
        Appended("", "le"),
    ]


def test_a_digest_has_no_little_end(menu, choices):
    told: list[Appended] = []
    choices.chosen.connect(told.append)
    choices.show_appended(Appended("LRC", "hex-le"))
    entry(menu, "SHA-256").trigger()

    assert told == [Appended("SHA-256", "hex")]
    assert checked(menu) == ["SHA-256", "Hex digits"]
    assert not entry(menu, "Little end first").isEnabled()
    assert entry(menu, "Decimal").isEnabled()
