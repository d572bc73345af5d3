import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.looks.zoom import zoom_part
from socket_workbench.gui.window.pages import LOG, RECORDED_PAGES
from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.shapes import Line, Text
from socket_workbench.journal.search.filter import Filter

(LADDER,) = [page for page in RECORDED_PAGES if page.key == "ladder"]


def texts(page):
    page.view.viewport().repaint()
    return [shape.text for shape in page.view.scene.shapes if isinstance(shape, Text)]


def test_it_shows_the_messages_between_both_ends(make_page, converse):
    page = make_page(converse(2))
    assert texts(page) == ["ask 0  5", "answer 0  8", "ask 1  5", "answer 1  8"]
    names = [each.text for each in page.view.scene.names if each.is_bold]
    assert names == ["server", "conn:1", "client"]


def test_it_is_live_and_follows(make_page, converse, log, qtbot):
    page = make_page(converse(40))
    view = page.view
    assert view.is_following
    count = converse(3)
    log.grow(count)
    page.rows_committed(count)
    # The thread that reads them counts rows before the page is told.
    qtbot.waitUntil(lambda: texts(page)[-1] == "answer 2  8")
    assert view.count == count
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert not view.is_following
    assert page.newest_button.isVisible()
    log.grow(count := converse(3))
    page.rows_committed(count)
    qtbot.waitUntil(lambda: view.count == count)
    assert texts(page)[0] == "ask 0  5"
    page.newest_button.click()
    assert view.is_following
    assert not page.newest_button.isVisible()


@pytest.mark.parametrize("zoom", [0, 4])
def test_the_button_to_the_newest_covers_no_row(make_page, converse, qtbot, zoom):
    page = make_page(converse(60))
    zoom_part(page, zoom)
    view, button = page.view, page.newest_button
    whole = view.viewport().height()
    view.scroll_to(view.top() - 200)
    assert not view.is_following
    top = view.top()
    assert button.isVisible()
    assert view.viewport().geometry().bottom() < button.geometry().top()
    assert view.rect().contains(button.geometry())
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.is_following
    assert view.viewport().height() == whole
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert view.top() > top


def test_hidden_it_reads_nothing(make_page, converse, log, qtbot):
    page = make_page(converse(1))
    page.hide()
    log.grow(count := converse(1))
    page.rows_committed(count)
    assert page.indexing.index.count == 4
    page.show()
    qtbot.waitUntil(lambda: page.view.count == count)


@pytest.fixture
def card(open_card, converse, qtbot):
    converse(30)
    return open_card()


def test_what_is_clicked_is_selected_in_the_log_and_the_other_way_round(card, qtbot):
    page = card.show_page(LADDER)
    qtbot.waitUntil(lambda: page.view.count == 120)
    page.view.viewport().repaint()
    inside = page.view.top(), page.view.top() + page.view.part().height
    (shown, *_) = [
        shape
        for shape in page.view.scene.shapes
        if isinstance(shape, Text) and inside[0] < shape.y < inside[1]
    ]
    y = round(shown.y - page.view.top() + page.view.head())
    place = QPoint(round(shown.x), y)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert card.detail.line.row.number == shown.row

    log = card.show_page(LOG)
    assert log.model.number_at(log.view.currentIndex().row()) == shown.row
    log.view.go_to(3)
    card.show_page(LADDER)
    assert page.view.selected == 3


def test_it_is_filtered_as_the_log_is(card, qtbot):
    page, log = card.show_page(LADDER), card.page(LOG)
    qtbot.waitUntil(lambda: page.view.count == 120)
    assert log.filter_bar.isVisible()
    # Both pages have it at the same place.
    assert log.filter_bar.x() < page.scale_button.x() < card.export_button.x()
    log.filter_bar.set_filter(Filter(kinds=frozenset({Kind.SENT})))
    qtbot.waitUntil(lambda: page.view.count == 60)
    assert texts(page)[-2:] == ["ask 29  6", "answer 29  9"]
    arrows = [s for s in page.view.scene.shapes if isinstance(s, Line) and s.row >= 0]
    # Where the read is hidden, the arrow is straight.
    assert all(line.y1 == line.y2 for line in arrows)
    qtbot.waitUntil(log.filter_bar.below.isVisible)
    card.show_page(LOG)
    qtbot.waitUntil(log.filter_bar.below.isVisible)


def test_a_filter_with_no_rows_says_so(card, qtbot):
    page, log = card.show_page(LADDER), card.page(LOG)
    log.filter_bar.set_filter(Filter(kinds=frozenset({Kind.ERROR})))
    qtbot.waitUntil(lambda: log.model.rowCount() == 0)
    qtbot.waitUntil(lambda: page.view.empty_text == "No row matches the filter.")


def test_it_can_be_to_scale_and_stays_so(make_page, converse, qtbot):
    page = make_page(converse(3))
    page.time_action.trigger()
    assert page.scale_button.text() == "To scale"
    before = page.view.scale().height
    page.in_action.trigger()
    assert page.view.scale().height > before
    state = page.save_state()
    other = make_page(12)
    other.restore_state(state)
    assert other.view.is_to_scale
    other.restore_state({"to scale": "nonsense"})
    assert not other.view.is_to_scale


def test_what_is_seen_can_be_copied(make_page, converse, qtbot):
    page = make_page(converse(3))
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    image = QGuiApplication.clipboard().image()
    assert image.width() >= page.view.viewport().width()
    QGuiApplication.clipboard().clear()
    page.copy_action.trigger()
    assert not QGuiApplication.clipboard().image().isNull()


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf", ".mermaid"])
def test_it_can_be_saved(make_page, converse, qtbot, tmp_path, answer_dialog, suffix):
    page = make_page(converse(3))
    (action,) = [
        each
        for each in page.picture_button.menu().actions()
        if each.data() is not None and each.data().suffix == suffix
    ]
    action.trigger()
    target = tmp_path / f"picture{suffix}"
    assert answer_dialog(page, target) == f"ladder{suffix}"
    qtbot.waitUntil(lambda: not page.saving.is_saving)
    assert page.notice.text() == f"Saved {target}, with 12 rows."
    begins = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF", ".mermaid": b"sequence"}
    assert target.read_bytes().startswith(begins[suffix])


def test_every_text_is_translated(pseudo_language, make_page, converse):
    page = make_page(converse(1))
    actions = [*page.scale_button.menu().actions(), *page.picture_button.menu().actions()]
    words = [each.text() for each in actions if not each.isSeparator()]
    words += [page.scale_button.text(), page.picture_button.text(), page.view.accessibleName()]
    assert [each for each in words if not each.startswith("⟦")] == []


def test_a_held_call_says_so_also_where_the_page_is_opened_later(window, until):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.options.set_values({"step": True})
    assert pane.start()
    until(lambda: window._session.rows == 1)
    window.card.show_page(LADDER)
    page = window.card.page(LADDER)
    until(lambda: page.view.count == 1)
    assert texts(page) == ["socket(AF_INET, SOCK_STREAM)  held"]


def test_a_lecture_at_one_and_a_half_times_the_type_sees_six_rows(window, qtbot, until):
    window.resize(1024, 746)
    window.board.add_server()
    window.board.add_client()
    window.theme.set_zoom(1.5)
    window.card.show_page(LADDER)
    view = window.card.page(LADDER).view
    until(lambda: view.sizes.scale > 1.4)
    until(lambda: (view.viewport().height() - view.head()) / view.sizes.slot >= 6)
    assert window.height() == 746
