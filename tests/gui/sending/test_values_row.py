import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import HEX
from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.filling import Addressee
from socket_workbench.gui.sending.values_row import EXAMPLES, ValuesRow


@pytest.fixture
def draft(qtbot):
    draft = MessageDraft()
    for widget in (draft.input, draft.tools):
        qtbot.addWidget(widget)
        widget.show()
    return draft


@pytest.fixture
def row(qtbot, draft):
    row = ValuesRow(draft)
    qtbot.addWidget(row)
    draft.changed.connect(row.show_draft)
    row.example = lambda received: Addressee("127.0.0.1:50001", b"PING" if received else None)
    row.resize(900, 40)
    return row


def shown(row):
    return row.preview.text()


def test_it_is_there_for_values_and_for_what_is_appended_only(draft, row):
    assert row.isHidden()
    draft.use_filling(NOTHING, has_values=True)
    assert not row.isHidden()
    assert not row.insert_button.isHidden()
    assert row.append_button.text() == "Append nothing"
    draft.use_filling(Appended("LRC"), has_values=False)
    assert not row.isHidden()
    assert row.insert_button.isHidden()
    assert row.append_button.text() == "Append: LRC"
    draft.use_filling(NOTHING, has_values=False)
    assert row.isHidden()


def test_the_bytes_that_would_be_sent_are_shown_and_counted(draft, row, qtbot, until):
    draft.use_filling(Appended("xor", "be"), has_values=True)
    draft.input.set_text("{{peer}} {{message}}")

    until(lambda: shown(row).startswith("127.0.0.1:50001 PING"))
    assert "21 B" in [label.text() for label in draft.tools.findChildren(QLabel)]
    assert shown(row) in row.preview.accessibleName()
    draft.tools.set_mode(HEX)
    draft.input.set_text("01 {{u16be(length)}}")
    until(lambda: shown(row) == "01 00 04 05")


def test_a_mistake_is_shown_with_its_column_while_typing(draft, row, until):
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("a{{pear}}")

    until(lambda: shown(row).startswith("Column 4: "))
    draft.input.set_text("a{{peer}}")
    until(lambda: shown(row) == "a127.0.0.1:50001")


def test_a_preview_counts_nothing_as_sent(draft, row, until):
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("{{counter}}!")
    until(lambda: shown(row) == "1!")
    draft.input.set_text("{{counter}}?")
    until(lambda: shown(row) == "1?")


@pytest.mark.parametrize("value", EXAMPLES)
def test_every_value_of_the_menu_can_be_inserted_and_filled(draft, row, value):
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("$")
    actions = {action.data(): action for action in row.insert_button.menu().actions()}
    actions[value].trigger()

    assert draft.input.text() == f"${value}"
    assert draft.example(row.example).startswith(b"$")


def test_a_long_message_is_cut_in_the_preview(draft, row, until):
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("{{repeat('x', 5000)}}")

    until(lambda: shown(row).endswith("x…"))
    assert len(shown(row)) == 201


def test_one_button_sends_as_typed_again(row, qtbot):
    with qtbot.waitSignal(row.plain_requested):
        qtbot.mouseClick(row.plain_button, Qt.MouseButton.LeftButton)


def test_a_narrow_row_has_two_lines(draft, row, qtbot):
    draft.use_filling(Appended("CRC-16/MODBUS", "le"), has_values=True)
    row.show()
    qtbot.waitUntil(lambda: row.preview.y() < row.append_button.geometry().bottom())
    row.resize(300, 80)
    qtbot.waitUntil(lambda: row.preview.y() > row.append_button.geometry().bottom())
