from PySide6.QtWidgets import QListView, QScrollArea, QTableWidget, QVBoxLayout, QWidget

from socket_workbench.gui.panes.list_place import ListPlace
from socket_workbench.gui.widgets.notice_line import NoticeLine


def make(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    notice, list_ = NoticeLine(), QListView()
    place = ListPlace(notice)
    place.row.addWidget(list_)
    column = QVBoxLayout(page)
    column.addWidget(place, 1)
    page.resize(500, 300)
    page.show()
    return page, notice, list_, place


def test_an_error_covers_the_top_of_the_list_and_moves_nothing(qtbot):
    page, notice, list_, place = make(qtbot)
    before = (list_.geometry(), place.geometry(), page.minimumSizeHint(), page.sizeHint())
    notice.show_error("Wrong. " * 100)
    qtbot.waitUntil(notice.isVisible)
    assert (list_.geometry(), place.geometry(), page.minimumSizeHint(), page.sizeHint()) == before
    assert notice.width() == place.width()
    assert notice.y() == 0
    assert notice.height() <= place.minimumHeight()
    page.resize(300, 300)
    assert notice.width() == place.width()
    font = notice.font()
    font.setPixelSize(30)
    place.setFont(font)
    notice.setFont(font)
    place.resize(place.width() + 1, place.height())
    assert notice.height() == notice.sizeHint().height() > 60


def test_a_folded_list_leaves_no_more_than_the_notice(qtbot):
    _, notice, list_, place = make(qtbot)
    least = place.minimumHeight()
    assert least == place.unfolded_height
    place.set_folded(True)
    assert not list_.isVisible()
    assert place.minimumHeight() == 0
    notice.show_error("Wrong.")
    assert place.minimumHeight() == notice.sizeHint().height() < least
    notice.clear()
    assert place.minimumHeight() == 0
    place.set_folded(False)
    assert list_.isVisible()
    assert place.minimumHeight() == least


def test_an_error_out_of_sight_is_scrolled_to(qtbot):
    page, notice, _, _ = make(qtbot)
    area = QScrollArea()
    qtbot.addWidget(area)
    page.layout().insertSpacing(0, 2000)
    page.setMinimumHeight(2200)
    area.setWidget(page)
    area.resize(600, 300)
    area.show()
    assert area.verticalScrollBar().value() == 0
    notice.show_error("Wrong.")
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 1500)


def test_an_error_covers_whole_rows_and_the_whole_of_a_low_list(qtbot):
    page, notice = QWidget(), NoticeLine()
    qtbot.addWidget(page)
    place, table = ListPlace(notice), QTableWidget(40, 1)
    place.row.addWidget(table)
    column = QVBoxLayout(page)
    column.addWidget(place, 1)
    page.resize(500, 400)
    page.show()
    notice.show_error("Wrong.")
    end = table.viewport().mapFrom(place, notice.geometry().bottomLeft()).y() + 1
    row = table.verticalHeader().defaultSectionSize()
    assert end % row == 0
    assert 0 < end < 2 * row
    page.resize(500, notice.height() + row)
    assert notice.geometry() == place.rect()
