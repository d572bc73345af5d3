import json
import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton

from socket_workbench.gui.card.record_card import CardState, RecordCard
from socket_workbench.gui.rows.page import Page, PageRecord
from socket_workbench.gui.rows.text import Notation
from socket_workbench.gui.window.pages import CONVERSATION, LOG, RECORDED_PAGES
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.event import Kind


@pytest.fixture
def card(open_card, recording):
    recording.add(
        (recording.accepted, Kind.ACCEPTED),
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.client, Kind.SENT, b"lisi"),
    )
    return open_card()


class LadderPage(Page):
    """A page that keeps everything it is told."""

    def __init__(self, context):
        super().__init__()
        self.context = context
        self.told = []
        self.tools = (QPushButton("Zoom"),)
        self.trailing_tools = (QPushButton("Print"),)

    def rows_committed(self, count):
        self.told.append(count)

    def save_state(self):
        return {"zoom": 3}

    def restore_state(self, state):
        self.told.append(dict(state))

    def close_page(self):
        self.told.append("closed")


LADDER: PageRecord[LadderPage] = PageRecord("page of a test", "Ladder", "ladder_of_a_test")
WITH_LADDER = (LOG, CONVERSATION, LADDER)


@pytest.fixture
def opened(monkeypatch):
    """The ladders that were made; the module is there to be imported."""
    opened = []
    module = ModuleType(LADDER.module)

    def open_page(context):
        opened.append(LadderPage(context))
        return opened[-1]

    monkeypatch.setattr(module, "open_page", open_page, raising=False)
    monkeypatch.setitem(sys.modules, LADDER.module, module)
    return opened


def test_a_page_is_added_by_its_record(open_card, recording, opened):
    card = open_card(WITH_LADDER)
    assert [card.tabs.tabText(place) for place in range(3)] == ["Log", "Conversation", "Ladder"]
    card.rows_committed(recording.receive(b"before"))
    assert opened == []

    card.tabs.setCurrentIndex(2)
    (page,) = opened
    assert page.isVisible()
    assert page.told == [{}]
    assert [tool.isVisible() for tool in (*page.tools, *page.trailing_tools)] == [True, True]
    left = [tool.x() for tool in (*page.tools, card.export_button, *page.trailing_tools)]
    assert left == sorted(left)
    assert page.context.reader.count() == recording.count
    card.rows_committed(recording.receive(b"after"))

    card.tabs.setCurrentIndex(0)
    assert not page.isVisible()
    assert not any(tool.isVisible() for tool in (*page.tools, *page.trailing_tools))
    card.rows_committed(recording.receive(b"unseen"))
    assert card.show_page(LADDER) is page
    assert page.told == [{}, 2, 3]


def test_what_a_page_saves_comes_back_when_it_is_first_shown(open_card, recording, opened):
    card = open_card(WITH_LADDER)
    card.show_page(LADDER)
    saved = card.save_state()
    assert json.loads(saved)["pages"][LADDER.key] == {"zoom": 3}

    other = open_card(WITH_LADDER)
    other.restore_state(saved)
    assert len(opened) == 1
    other.show_page(LADDER)
    assert opened[1].told == [{"zoom": 3}]
    other.restore_state(saved)
    assert opened[1].told == [{"zoom": 3}, {"zoom": 3}]


def test_the_state_of_a_page_that_was_not_shown_stays_as_it_is(open_card, opened):
    state = json.dumps(
        {"places": {}, "pages": {LADDER.key: {"rungs": [1, 2]}, "gone": {"a": None}}}
    )
    for pages in (WITH_LADDER, RECORDED_PAGES):
        card = open_card(pages)
        card.restore_state(state.encode())
        saved = json.loads(card.save_state())["pages"]
        assert (saved[LADDER.key], saved["gone"]) == ({"rungs": [1, 2]}, {"a": None})
    assert opened == []


def test_pages_are_closed_with_the_card(open_card, opened):
    open_card(WITH_LADDER).show_page(LADDER)
    # The fixture closes its cards when the test is over; this one is closed here.
    card = opened[0].context.annotations.parent()
    card.close_pages()
    card.rows_committed(1)
    assert opened[0].told[-1] == "closed"


def test_a_page_may_ask_for_parts_of_its_window(card, recording, qtbot, opened):
    button = QPushButton()
    with_parts = RecordCard(recording.path, WITH_LADDER, lambda: (button,))
    qtbot.addWidget(with_parts, before_close_func=RecordCard.close_pages)
    context = with_parts.show_page(LADDER).context
    assert context.part(QPushButton) is button
    with pytest.raises(LookupError):
        context.part(Page)


def test_a_connection_is_followed_in_its_conversation(card, qtbot):
    page = card.show_page(CONVERSATION)
    page.show_connection(2)
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.view.model.rowCount() == 1)
    page.view.table.selectRow(0)
    assert card.detail.text_view.toPlainText() == "lisi"
    card.tabs.setCurrentIndex(0)
    assert card.page(LOG).view.isVisible()
    assert card.page(LOG).filter_bar.isVisible()


def test_the_message_is_made_when_a_row_is_chosen_and_its_place_is_always_there(card):
    log = card.page(LOG)
    assert card._detail is None
    assert card.places.is_seen
    log.view.selectRow(1)
    assert card.detail.text_view.toPlainText() == "zhangsan"
    assert card.detail.isVisible()
    log.model.clear()
    assert not card.detail.isVisible()
    assert card.places.is_seen


def test_the_message_comes_back_in_its_form_and_with_its_place(card, open_card):
    card.page(LOG).view.selectRow(1)
    card.detail.set_notation(Notation.HEX)
    card.places.moveSplitter(700, 1)
    sizes = card.places.sizes()
    card.message_action.trigger()
    state = card.save_state()
    other = open_card()
    other.restore_state(state)
    assert json.loads(other.save_state()) == json.loads(state)
    assert not other.message_action.isChecked()
    assert not other.places.is_seen
    other.message_action.trigger()
    assert other.places.sizes() == pytest.approx(sizes, abs=1)
    other.page(LOG).view.selectRow(1)
    assert other.detail.notation is Notation.HEX


def test_the_message_is_shown_with_pages_that_have_messages_only(card, open_card, opened):
    card = open_card(WITH_LADDER)
    button = card._message_button
    for record, seen in ((LADDER, False), (CONVERSATION, True), (LADDER, False), (LOG, True)):
        card.show_page(record)
        assert (card.places.is_seen, button.isVisible()) == (seen, seen)
        assert card.message_action.isEnabled() == seen


def test_button_action_and_place_agree(card, qtbot):
    for _ in range(2):
        qtbot.mouseClick(card._message_button, Qt.MouseButton.LeftButton)
        assert card.message_action.isChecked() == card.places.is_seen
        card.message_action.trigger()
        assert card._message_button.isChecked() == card.places.is_seen


@pytest.mark.parametrize("state", [b"", b"nonsense", b"[1]", b'{"places": 5, "pages": 7}'])
def test_what_is_no_state_does_no_harm(card, state):
    before = card.page(LOG).save_state()
    card.restore_state(state)
    assert card.page(LOG).save_state() == before


def test_a_file_that_is_no_journal_is_refused(qtbot, tmp_path):
    with pytest.raises(JournalOpenError):
        RecordCard(tmp_path / "nowhere", RECORDED_PAGES)


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
def test_a_narrow_card_has_icons_in_its_header_and_room_for_the_filter(
    theme, recording, qtbot, zoom
):
    theme.set_zoom(zoom)
    window = QMainWindow()
    recording.receive(b"zhangsan")
    card = RecordCard(recording.path, RECORDED_PAGES)
    window.setCentralWidget(card)
    qtbot.addWidget(window)
    window.show()
    log = card.page(LOG)
    field, buttons = log.filter_bar.text_field, (card.export_button, log.clear_button)
    words = ["Export…", "Clear"]
    wide, narrow = round(1200 * zoom), card.minimumSizeHint().width()
    assert narrow <= 720 * zoom
    for width, shown in ((wide, True), (narrow, False), (wide, True), (narrow, False)):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: card.width() == width)
        assert [button.text() for button in buttons] == (words if shown else ["", ""])
        for button, text in zip(buttons, words, strict=True):
            assert shown or not button.icon().isNull()
            assert (button.accessibleName() or text) == text
        assert field.width() >= 70 * zoom
        qtbot.waitUntil(lambda: card.minimumSizeHint().width() == narrow)
    log.model.clear()
    assert log.clear_button.accessibleName() == "Undo clear"
    card.close_pages()


PAGES = {"log": {"columns": [{"key": "peer", "width": 96, "hidden": False}]}, "ladder": {}}
STATE = CardState({"sizes": {"right": 300}, "wanted": False}, PAGES)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_is_written_is_read_back():
    assert CardState.from_bytes(STATE.to_bytes()) == STATE
    assert CardState.from_bytes(CardState().to_bytes()) == CardState()


@pytest.mark.parametrize("state", [b"", b"\xff\xfe", b"[]", b"null", b"{}", b"[" * 100_000])
def test_what_is_no_state_is_an_empty_one(state):
    assert CardState.from_bytes(state) == CardState()


@given(places=JSON, pages=JSON | st.dictionaries(st.sampled_from(["log", "x"]), JSON))
def test_whatever_is_read_can_be_written_and_read_again(places, pages):
    state = CardState.from_bytes(json.dumps({"places": places, "pages": pages}).encode())
    assert isinstance(state.places, dict)
    assert all(isinstance(page, dict) for page in state.pages.values())
    assert CardState.from_bytes(state.to_bytes()).pages.keys() == state.pages.keys()


def test_rows_that_come_after_the_end_are_not_read(open_card, recording):
    card = open_card()
    card.close_pages()
    card.rows_committed(recording.receive(b"late"))


def test_another_tab_leaves_the_focus_in_the_card(card, qtbot):
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    field = card.page(LOG).filter_bar.text_field
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    card.show_page(CONVERSATION)
    assert card.tabs.hasFocus()
