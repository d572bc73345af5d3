import random

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHeaderView

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.rows.follow import EndFollower, WholeRowsTable
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.query import Filter

HEIGHT = 20
RECEIVED = Filter(kinds=frozenset({Kind.RECEIVED}))


class Numbers(NumberedModel):
    """Shows numbers; each row has that number."""

    def __init__(self, numbers):
        super().__init__()
        self.numbers = list(numbers)
        self.title = ""

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        return self.title if role == Qt.ItemDataRole.DisplayRole else None

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 - as Qt calls it
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008 - as Qt calls it
        return 1

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return str(self.numbers[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None

    def number_at(self, position):
        return self.numbers[position]

    def position_from(self, number):
        return sum(each < number for each in self.numbers)

    def append(self, *numbers):
        first = len(self.numbers)
        self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
        self.numbers += numbers
        self.endInsertRows()

    def remove_first(self, count):
        self.beginRemoveRows(QModelIndex(), 0, count - 1)
        del self.numbers[:count]
        self.endRemoveRows()

    def show(self, numbers):
        self.beginResetModel()
        self.numbers = list(numbers)
        self.endResetModel()


@pytest.fixture
def model(qapp):
    return Numbers(range(100))


@pytest.fixture
def view(qtbot, model):
    view = WholeRowsTable()
    qtbot.addWidget(view)
    view.horizontalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(HEIGHT)
    return view


@pytest.fixture
def follower(view, model, qtbot):
    follower = EndFollower(view, model)
    view.setModel(model)
    follower.start()
    view.resize(200, 10 * HEIGHT)
    with qtbot.waitExposed(view):
        view.show()
    follower.follow()
    return follower


def grow(view, qtbot, by=10):
    model, bar = view.model(), view.verticalScrollBar()
    before = bar.maximum()
    model.append(*range(model.numbers[-1] + 1, model.numbers[-1] + 1 + by))
    qtbot.waitUntil(lambda: bar.maximum() > before)


def is_at_end(view):
    bar = view.verticalScrollBar()
    return bar.value() == bar.maximum()


def top(view):
    return view.model().number_at(view.rowAt(0))


def test_it_stays_at_the_end_while_the_view_grows(view, follower, qtbot):
    grow(view, qtbot)
    assert is_at_end(view)
    assert follower.is_following
    assert follower.button.isHidden()


def test_scrolling_up_stands_still_and_offers_to_return(view, follower, qtbot):
    view.verticalScrollBar().setValue(50)
    assert not follower.is_following
    grow(view, qtbot)
    assert view.verticalScrollBar().value() == 50
    assert follower.button.isVisible()
    qtbot.mouseClick(follower.button, Qt.MouseButton.LeftButton)
    assert is_at_end(view)
    assert follower.is_following
    assert follower.button.isHidden()


def test_scrolling_back_to_the_end_follows_again(view, follower, qtbot):
    bar = view.verticalScrollBar()
    bar.setValue(50)
    bar.setValue(bar.maximum())
    assert follower.is_following


def test_the_button_keeps_its_corner(view, follower, qtbot):
    view.verticalScrollBar().setValue(0)
    view.resize(300, 250)
    qtbot.waitUntil(lambda: view.viewport().width() > 250)
    assert view.viewport().geometry().contains(follower.button.geometry())
    assert follower.button.geometry().right() > 250
    assert follower.button.accessibleName()


@pytest.mark.parametrize(("width", "says_words"), [(400, True), (230, False)])
def test_the_button_covers_no_title(view, follower, model, qtbot, width, says_words):
    model.title = "A title of some words"
    header = view.horizontalHeader()
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.show()
    view.verticalHeader().hide()
    view.resize(width, 250)
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: follower.button.isVisible())

    button = follower.button
    style = button.toolButtonStyle()
    assert (style is Qt.ToolButtonStyle.ToolButtonTextBesideIcon) is says_words
    assert button.x() - header.x() >= header.sectionSizeHint(0)
    assert button.geometry().right() <= header.geometry().right()
    assert button.accessibleName()


def test_settling_follows_only_at_the_end(view, follower):
    bar = view.verticalScrollBar()
    bar.blockSignals(True)
    bar.setValue(10)
    follower.settle()
    assert not follower.is_following
    bar.setValue(bar.maximum())
    bar.blockSignals(False)
    follower.settle()
    assert follower.is_following


def test_few_rows_are_no_end_that_was_gone_to(view, follower, model, qtbot):
    view.verticalScrollBar().setValue(30)
    model.show([3, 30, 31])
    assert not follower.is_following
    assert follower.button.isHidden()
    follower.settle()
    model.show(range(100))
    assert view.verticalScrollBar().value() == 30
    assert follower.button.isVisible()


def test_of_other_rows_the_nearest_is_shown_at_the_top(view, follower, model):
    view.verticalScrollBar().setValue(31)
    model.show(range(0, 100, 2))
    assert (top(view), view.verticalScrollBar().value()) == (32, 16)
    model.show(range(100))
    assert view.verticalScrollBar().value() == 31


def test_rows_that_come_little_by_little_bring_the_place_back(view, follower, model, qtbot):
    view.verticalScrollBar().setValue(60)
    model.show([])
    for first in range(0, 100, 10):
        model.append(*range(first, first + 10))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 60)
    assert not follower.is_following


def test_rows_that_go_above_move_nothing(view, follower, model, qtbot):
    view.verticalScrollBar().setValue(60)
    model.remove_first(10)
    model.append(*range(100, 110))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 50)
    assert top(view) == 60


def test_a_current_row_in_sight_stays_in_sight(view, follower, model, qtbot):
    view.verticalScrollBar().setValue(50)
    with follower.current_row(model.index(58, 0)):
        view.setCurrentIndex(model.index(58, 0))
    view.resize(200, 5 * HEIGHT)
    qtbot.waitUntil(lambda: top(view) > 50)
    assert view.viewport().rect().contains(view.visualRect(model.index(58, 0)))
    view.resize(200, 10 * HEIGHT)
    qtbot.waitUntil(lambda: top(view) == 50)
    # What one scrolls away from is out of sight on purpose.
    view.verticalScrollBar().setValue(20)
    view.resize(200, 5 * HEIGHT)
    qtbot.waitUntil(lambda: view.viewport().height() < 6 * HEIGHT)
    assert top(view) == 20


def test_several_rows_may_have_one_number(view, follower, model):
    model.show(number // 10 for number in range(100))
    view.verticalScrollBar().setValue(57)
    model.show(number // 10 for number in range(20, 100))
    assert view.verticalScrollBar().value() == 37


def test_a_place_can_be_returned_to(view, follower):
    view.verticalScrollBar().setValue(12)
    place = follower.place
    follower.follow()
    assert is_at_end(view)
    follower.return_to(place)
    assert view.verticalScrollBar().value() == 12
    assert not follower.is_following


# The log in its card, whatever is done around it


@pytest.fixture
def card(qtbot, open_card, recording, theme):
    recording.add(
        *(
            (recording.accepted, kind, b"message %d" % number)
            for number in range(200)
            for kind in (Kind.RECEIVED, Kind.SENT)
        )
    )
    card = open_card()
    bar = card.page(LOG).view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    return card


@pytest.fixture
def log(card):
    return card.page(LOG)


class Person:
    """Does one of many things to a log, and waits until it is done."""

    def __init__(self, card, recording, theme, qtbot):
        self.card, self.log = card, card.page(LOG)
        self.recording, self.theme, self.qtbot = recording, theme, qtbot

    @property
    def bar(self):
        return self.log.view.verticalScrollBar()

    def settled(self):
        """Whether nothing is searched any more, and the list is laid out."""
        rows = self.log.model.rowCount()
        seen = (
            self.log.view.viewport().height() // self.log.view.verticalHeader().defaultSectionSize()
        )
        return not self.log._filter.is_searching and self.bar.maximum() == max(rows - seen, 0)

    def do(self, what):
        getattr(self, what)()
        # Twice: what is laid out anew may lay out others anew.
        for _ in range(2):
            self.qtbot.wait(1)
            self.qtbot.waitUntil(self.settled)

    def record(self):
        for _ in range(3):
            self.card.rows_committed(self.recording.receive(*(b"more",) * 7))

    def record_behind_another_tab(self):
        self.card.tabs.setCurrentIndex(1)
        self.record()
        self.qtbot.wait(1)
        self.record()
        self.card.tabs.setCurrentIndex(0)

    def look_at_another_tab(self):
        self.card.tabs.setCurrentIndex(1)
        self.qtbot.wait(1)
        self.card.tabs.setCurrentIndex(0)

    def filter_behind_another_tab(self):
        self.card.tabs.setCurrentIndex(1)
        self.filter()
        self.qtbot.waitUntil(lambda: not self.log._filter.is_searching)
        self.clear_filter()
        self.card.tabs.setCurrentIndex(0)

    def hide_and_show_all(self):
        self.card.hide()
        self.record()
        self.card.show()

    def make_lower(self):
        self.card.resize(1200, 350)

    def make_higher(self):
        self.card.resize(900, 700)

    def enlarge_type(self):
        self.log.view.setFont(text_font(1.5))

    def reduce_type(self):
        self.log.view.setFont(text_font(1.0))

    def go_dark(self):
        self.theme.set_scheme(Scheme.DARK)

    def go_light(self):
        self.theme.set_scheme(Scheme.LIGHT)

    def filter(self):
        self.log.filter_bar.set_filter(RECEIVED)

    def filter_all_away(self):
        self.log.filter_bar.set_filter(Filter(text="nothing has this"))

    def clear_filter(self):
        self.log.filter_bar.set_filter(Filter())

    def hide_detail(self):
        self.card.places.set_wanted(False)

    def show_detail(self):
        self.card.places.set_wanted(True)

    def move_splitter(self):
        self.card.places.moveSplitter(700, 1)

    def clear_and_undo(self):
        self.log.clear_button.click()
        self.record()
        self.qtbot.waitUntil(self.settled)
        self.log.clear_button.click()


DEEDS = [name for name in vars(Person) if name not in ("bar", "settled", "do") and name[0] != "_"]


@pytest.fixture
def person(card, recording, theme, qtbot):
    return Person(card, recording, theme, qtbot)


def choose_row(card, position):
    """Select a row and see it in detail, as a click does."""
    card.page(LOG).view.selectRow(position)
    assert card.detail.isVisible() == card.places.is_seen


def deeds(seed):
    return random.Random(seed).choices(DEEDS, k=12)


@pytest.mark.parametrize("seed", range(6))
def test_following_goes_on_whatever_is_done(card, log, person, seed):
    if seed % 2:
        choose_row(card, log.model.rowCount() - 3)
    for what in deeds(seed):
        person.do(what)
        assert log.view.follower.is_following, what
        assert is_at_end(log.view), what
        assert log.view.follower.button.isHidden(), what


@pytest.mark.parametrize("seed", range(6, 14))
def test_the_row_at_the_top_stays_whatever_is_done(card, log, person, seed):
    person.bar.setValue(120)
    if seed % 2:
        choose_row(card, 121)
    for what in deeds(seed):
        person.do(what)
        assert not log.view.follower.is_following, what
        if log.model.rowCount() > 300:
            assert top(log.view) == 120, what
            assert log.view.follower.button.isVisible(), what
        elif log.model.rowCount():
            # Of messages both sent and received, every other row is left.
            assert top(log.view) == 120, what
    for what in ("clear_filter", "reduce_type", "make_higher", "hide_detail"):
        person.do(what)
    assert person.bar.value() == 120
    if seed % 2:
        assert log.view.currentIndex().row() == 121


def test_a_row_looked_at_stays_in_sight_when_a_filter_goes(card, log, person):
    person.do("filter")
    person.bar.setValue(50)
    choose_row(card, 55)
    number = log.model.number_at(55)
    person.do("clear_filter")
    current = log.view.currentIndex()
    assert log.model.number_at(current.row()) == number
    assert log.view.viewport().rect().contains(log.view.visualRect(current))


def test_after_clearing_what_comes_is_followed_and_undoing_goes_back(log, person, qtbot):
    person.bar.setValue(40)
    log.clear_button.click()
    assert log.view.follower.is_following
    for _ in range(10):
        person.do("record")
    assert is_at_end(log.view)
    assert log.view.follower.button.isHidden()
    log.clear_button.click()
    qtbot.waitUntil(person.settled)
    assert person.bar.value() == 40
    assert log.view.follower.button.isVisible()


def test_who_has_scrolled_since_clearing_stays_there(log, person, qtbot):
    log.clear_button.click()
    for _ in range(10):
        person.do("record")
    person.bar.setValue(8)
    number = top(log.view)
    log.clear_button.click()
    qtbot.waitUntil(person.settled)
    assert top(log.view) == number
    assert not log.view.follower.is_following
