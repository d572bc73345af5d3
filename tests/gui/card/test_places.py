import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.card.places import CardPlaces, Placement
from socket_workbench.gui.message.detail import MessageDetail

WIDE, NARROW = (1200, 400), (1000, 400)


@pytest.fixture
def places(qtbot, theme):
    places = CardPlaces(QWidget())
    qtbot.addWidget(places)
    resize(places, *WIDE)
    with qtbot.waitExposed(places):
        places.show()
    return places


def resize(places, width, height):
    places.resize(width, height)
    QCoreApplication.processEvents()


def detail_of(places):
    return places.widget(1).geometry()


def test_the_message_is_at_the_right_where_there_is_room_and_below_otherwise(places):
    for size, placement in ((WIDE, Placement.RIGHT), (NARROW, Placement.BELOW)):
        resize(places, *size)
        pages, message = places.widget(0).geometry(), detail_of(places)
        assert places.placement is placement
        is_right, is_below = message.left() > pages.right(), message.top() > pages.bottom()
        assert (is_right, is_below) == (size is WIDE, size is NARROW)


def test_the_threshold_grows_with_the_type(places, theme):
    theme.set_zoom(1.5)
    QCoreApplication.processEvents()
    assert places.placement is Placement.BELOW


def test_the_handle_is_dragged_and_each_placement_keeps_its_size(places, qtbot):
    for size, by in ((WIDE, QPoint(-90, 0)), (NARROW, QPoint(0, -40))):
        resize(places, *size)
        before = places.sizes()[1]
        handle = places.handle(1)
        start = handle.rect().center()
        qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(handle, start + by)
        qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + by)
        assert places.sizes()[1] == before - by.x() - by.y()
    right, below = places._sizes[Placement.RIGHT], places._sizes[Placement.BELOW]
    for size, kept in ((WIDE, right), (NARROW, below), (WIDE, right)):
        resize(places, *size)
        assert places.sizes()[1] == kept
    resize(places, 1900, 900)
    assert places.sizes()[1] == right


def test_a_window_too_small_for_both_shows_the_log_and_gives_the_message_back(places):
    resize(places, *NARROW)
    before = places.sizes()
    resize(places, 300, 200)
    assert not places.is_seen
    assert places.widget(0).height() == 200
    resize(places, *NARROW)
    assert places.is_seen
    assert places.sizes() == before


def test_the_message_never_enlarges_the_window(places):
    assert places.minimumSizeHint() == places.widget(0).minimumSizeHint()
    places.hold(MessageDetail())
    places.show_detail(True)
    assert places.minimumSizeHint() == places.widget(0).minimumSizeHint()


def test_nothing_moves_when_the_message_comes_and_goes(places):
    for size in (WIDE, NARROW):
        resize(places, *size)
        before = places.sizes(), detail_of(places), places.widget(0).geometry()
        places.hold(MessageDetail())
        for shown in (True, False, True):
            places.show_detail(shown)
            QCoreApplication.processEvents()
            assert (places.sizes(), detail_of(places), places.widget(0).geometry()) == before
            assert places.widget(1).detail.isVisible() == shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
SIZES = st.dictionaries(st.sampled_from(["right", "below", "left"]), JSON | st.integers(-9, 9999))


@given(sizes=JSON | SIZES, wanted=JSON)
def test_whatever_was_kept_the_message_has_a_size(qapp, sizes, wanted):
    places = CardPlaces(QWidget())
    places.resize(*WIDE)
    # A hidden widget is told of its size only when it is shown.
    places.resizeEvent(QResizeEvent(places.size(), places.size()))
    places.restore_state({"sizes": sizes, "wanted": wanted})
    places.set_wanted(True)
    assert places.is_seen
    for width, height in (WIDE, NARROW):
        places.resize(width, height)
        places.resizeEvent(QResizeEvent(places.size(), places.size()))
        pages, message = (size / places._scale() + 1 for size in places.sizes())
        assert message >= places.placement.least
        assert pages >= places.placement.least_of_pages
    assert all(places._sizes[one] >= one.least for one in places._sizes)
    state = places.save_state()
    places.restore_state(state)
    assert places.save_state() == state
    places.deleteLater()
