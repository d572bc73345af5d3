import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QLabel

from socket_workbench.gui.card.record_card import LogPanel
from socket_workbench.gui.log.clipboard import copy_payloads, copy_rows
from socket_workbench.gui.log.columns import Column
from socket_workbench.gui.log.copy import as_text
from socket_workbench.gui.message.detail import DetailForm
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.time_form import TimeForm
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.query import Filter


@pytest.fixture
def open_panel(qtbot, recording):
    panels = []

    def open_panel():
        panel = LogPanel(recording.path)
        qtbot.addWidget(panel)
        panel.resize(1200, 500)
        panel.show()
        qtbot.waitExposed(panel)
        panels.append(panel)
        return panel

    yield open_panel
    for panel in panels:
        panel.close_reader()


@pytest.fixture
def panel(open_panel, recording):
    recording.add(
        (recording.accepted, Kind.ACCEPTED),
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.client, Kind.SENT, b"lisi"),
    )
    return open_panel()


def payloads(panel):
    model = panel.model
    return [model.index(row, Column.PAYLOAD).data() for row in range(model.rowCount())]


def test_it_shows_what_was_recorded_and_what_is_committed(panel, recording):
    assert payloads(panel) == ["from 127.0.0.1:51342", "zhangsan", "lisi"]
    panel.rows_committed(recording.receive(b"wangwu"))
    assert payloads(panel)[-1] == "wangwu"


def test_the_row_selected_is_shown_in_full(panel, recording):
    panel.rows_committed(recording.receive(b"x" * 1000))
    panel.view.selectRow(3)
    assert panel.detail.text_view.toPlainText() == "x" * 1000
    assert "1.0 ms after the row before" in panel.detail.footer.text()


def test_a_filter_is_kept_up_to_date(panel, recording, qtbot):
    panel.filter_bar.set_filter(Filter(text="zhang"))
    qtbot.waitUntil(lambda: payloads(panel) == ["zhangsan"])
    panel.rows_committed(recording.receive(b"lisi", b"zhang again"))
    qtbot.waitUntil(lambda: payloads(panel) == ["zhangsan", "zhang again"])
    panel.filter_bar.clear_filter()
    assert len(payloads(panel)) == 5


def test_rows_restrict_the_log_to_what_is_like_them(panel, qtbot):
    panel.view.selectRow(2)
    menu = panel.view.row_menu()
    menu.only_action.trigger()
    qtbot.waitUntil(lambda: payloads(panel) == ["lisi"])
    assert [chip.text() for chip in panel.filter_bar.chips()] == ["connection 51342"]
    panel.filter_bar.clear_filter()
    panel.view.clearSelection()
    panel.view.selectRow(0)
    panel.view.row_menu().hide_action.trigger()
    qtbot.waitUntil(lambda: payloads(panel) == ["zhangsan", "lisi"])


def test_clearing_can_be_undone_also_under_a_filter(panel, recording, qtbot):
    panel.filter_bar.set_filter(Filter(text="i"))
    qtbot.waitUntil(lambda: payloads(panel) == ["lisi"])
    qtbot.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert payloads(panel) == []
    assert panel.clear_button.text() == "Undo clear"
    panel.rows_committed(recording.receive(b"again i"))
    qtbot.waitUntil(lambda: payloads(panel) == ["again i"])
    qtbot.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: payloads(panel) == ["lisi", "again i"])
    assert panel.clear_button.text() == "Clear"


def test_what_was_lost_is_shown_also_where_it_was_cleared_away(panel, recording, qtbot):
    panel.rows_committed(recording.add((recording.accepted, Kind.DROPPED, b"", "Lost.")))
    panel.clear_button.click()
    panel.tabs.setCurrentIndex(1)
    panel.show_losses()
    qtbot.waitUntil(lambda: payloads(panel) == ["Lost."])
    assert panel.tabs.currentIndex() == 0
    assert panel.filter_bar.text_field.text() == "is:lost"
    panel.filter_bar.go_back()
    qtbot.waitUntil(lambda: len(payloads(panel)) == 4)


def test_an_empty_log_says_why(panel, qtbot):
    panel.filter_bar.set_filter(Filter(text="nowhere to be found"))
    qtbot.waitUntil(lambda: panel.view._empty_text == "No row matches the filter.")
    panel.filter_bar.clear_filter()
    panel.clear_button.click()
    assert panel.view._empty_text.startswith("Cleared.")


def test_a_connection_is_followed_in_its_conversation(panel, qtbot):
    panel.follow_connection(2)
    assert panel.conversation.isVisible()
    assert panel.filter_bar.isHidden()
    model = panel.conversation.view.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    panel.conversation.view.table.selectRow(0)
    assert panel.detail.text_view.toPlainText() == "lisi"
    panel.tabs.setCurrentIndex(0)
    assert panel.view.isVisible()
    assert panel.filter_bar.isVisible()


def test_further_views_can_be_added(panel, qtbot):
    page = QLabel("ladder")
    panel.add_tab("Ladder", page)
    with qtbot.waitSignal(panel.tab_changed):
        panel.tabs.setCurrentIndex(2)
    assert page.isVisible()


def test_what_it_remembers_is_taken_over(panel, open_panel):
    panel.view.header.setSectionHidden(Column.PEER, True)
    panel.view.header.moveSection(0, 3)
    panel.detail.set_form(DetailForm.HEX)
    panel.view.header.set_time_form(TimeForm.SINCE_START)
    other = open_panel()
    assert other.restore_state(panel.save_state())
    assert other.view.header.isSectionHidden(Column.PEER)
    assert other.view.header.visualIndex(Column.TIME) == 3
    assert other.detail.form is DetailForm.HEX
    assert other.model.index(1, Column.TIME).data() == "+1.0 ms"
    assert not other.restore_state(b"nonsense")


def test_each_message_is_read_in_the_encoding_of_its_endpoint(panel, recording):
    panel.rows_committed(
        recording.add(
            (recording.client, Kind.SENT, "日".encode("shift_jis")),
            (recording.accepted, Kind.RECEIVED, "é".encode()),
        )
    )
    panel.annotations.choose_encoding(recording.client.name, "shift_jis")
    last = panel.model.rowCount() - 1

    panel.view.selectRow(last - 1)
    assert panel.detail.text_view.toPlainText() == "日"
    panel.view.selectRow(last)
    assert panel.detail.text_view.toPlainText() == "é"
    assert panel.detail.encoding_name() == "utf-8"
    panel.view.selectRow(last - 1)
    assert panel.detail.encoding_name() == "shift_jis"
    copy_rows(panel.model, panel.view.selected_rows(), 1)
    assert QGuiApplication.clipboard().text().endswith("\t日")
    copy_payloads(panel.model, panel.view.selected_rows(), as_text)
    assert QGuiApplication.clipboard().text() == "日"


def test_colours_can_be_changed(panel):
    same = dict.fromkeys(LogColors.__annotations__, QColor("#00FF00"))
    panel.view.go_to(1)
    before = panel.grab().toImage()
    panel.set_colors(LogColors(**same))
    assert panel.grab().toImage() != before
    panel.set_colors(None)
    assert panel.grab().toImage() == before


def test_a_file_that_is_no_journal_is_refused(qtbot, tmp_path):
    with pytest.raises(JournalOpenError):
        LogPanel(tmp_path / "nowhere")


def test_everything_has_a_name_and_is_reached_with_the_keyboard(panel):
    for widget in (
        panel.view,
        panel.tabs,
        panel.clear_button,
        panel.filter_bar.menu_button,
        panel.filter_bar.text_field,
    ):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName() or widget.text()
