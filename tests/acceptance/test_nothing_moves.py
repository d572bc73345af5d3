"""Parts of the window stay where they are whatever happens in them.

The places of all widgets that are seen are compared before and after: `moved` names those that are
elsewhere, apart from what is inside the parts that may change.
"""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.card.places import Placement
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.mistake_line import MistakeLine
from socket_workbench.gui.window.pages import PAGES

SIZES = [(1024, 700), (1280, 720)]


def places(window):
    """Return where each widget that is seen is in the window."""
    return {
        widget: QRect(widget.mapTo(window, QPoint()), widget.size())
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window
    }


def named(widget):
    words = widget.accessibleName() or widget.objectName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r}"


def moved(window, before, *parts):
    """Return the widgets that have moved, come or gone, but for those inside these parts.

    Nor does the number of rows count, which stands in the field of the filter.
    """
    after = places(window)
    parts += (window.log.filter_bar.text_field,)
    return [
        f"{named(widget)}: {before.get(widget)} -> {after.get(widget)}"
        for widget in {**before, **after}
        if before.get(widget) != after.get(widget)
        and not any(part.isAncestorOf(widget) for part in parts)
    ]


def settle():
    """Lay out what is due; twice, since what is laid out may lay out others."""
    for _ in range(4):
        QCoreApplication.processEvents()


def resize(window, size):
    window.resize(*size)
    settle()
    assert (window.width(), window.height()) == size


def sizes(window):
    """Give a window one size after the other."""
    for size in SIZES:
        resize(window, size)
        yield size


@pytest.fixture
def show(window, qtbot, free_port):
    """A window of the smallest size, with Welcome set up on a free port."""
    resize(window, SIZES[0])
    window.scenario_control.choose("welcome")
    qtbot.waitUntil(lambda: len(window.board.panes()) == 2)
    address = f"tcp://127.0.0.1:{free_port()}"
    for pane in window.board.panes():
        pane.address.set_text(address)
    qtbot.waitUntil(lambda: window.run_place.place.text() == address)
    settle()
    assert (window.width(), window.height()) == SIZES[0]
    return window


@pytest.fixture
def run(show, qtbot):
    """The same, when Welcome has been run."""
    qtbot.mouseClick(show.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: show.board.stage is not None and show.board.is_live)
    qtbot.waitUntil(lambda: show.log.model.rowCount() > 16)
    end(show, qtbot)
    return show


def end(window, qtbot):
    """Stop all, and show every row of it."""
    window.stop_all()
    qtbot.waitUntil(lambda: not window.board.is_live and not window._session.threads.running())
    # Panes show a state some time after it.
    for pane in window.board.panes():
        qtbot.waitUntil(lambda pane=pane: pane._shown_state is pane.state)
    window._session.journal.flush()
    count = window.card._reader.count()
    qtbot.waitUntil(lambda: window.log.model.journal_count == count)
    settle()


def message_of(window):
    return window.card.places.widget(1)


@pytest.mark.parametrize("size", SIZES)
def test_running_a_scenario_moves_no_pane_and_nothing_of_the_card(show, qtbot, size):
    resize(show, size)
    before = places(show)
    qtbot.mouseClick(show.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: show.log.model.rowCount() > 16)
    settle()
    # The buttons of the empty log go with its first rows.
    assert moved(show, before, show.run_place, show.log.view, *show.board.panes()) == []
    end(show, qtbot)


def test_heads_of_panes_stay_as_they_are_in_every_state(show, qtbot):
    server, client = show.board.panes()

    def heads():
        return {
            widget: QRect(widget.mapTo(show, QPoint()), widget.size())
            for pane in (server, client)
            for widget in (pane.address, pane.chip, pane._remove, pane.send_bar, pane.list_place)
        }

    for _ in sizes(show):
        before = heads()
        for pane, act, word in (
            (client, client.start, "FAILED"),
            (server, server.start, "LISTEN"),
            (client, client.start, "ESTABLISHED"),
            (client, client.stop, "CLOSED"),
            (server, server.stop, "STOPPED"),
        ):
            act()
            # The word is set in the window's thread, after the state.
            qtbot.waitUntil(lambda pane=pane, word=word: pane.chip.word() == word)
            settle()
            assert heads() == before


def test_a_notice_moves_nothing_and_hides_no_control(run):
    long = "/home/person/" + "a-folder/" * 12
    for _ in sizes(run):
        before = places(run)
        controls = [each for each in before if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for words in (
            "Something is wrong.",
            f"The file {long}bad.toml cannot be read; choose another.",
        ):
            run.notice.show_error(words)
            settle()
            bar = run.notice.parentWidget()
            found = moved(run, before, bar)
            assert [each for each in found if not each.startswith("NoticeBar")] == []
            covered = QRect(bar.mapTo(run, QPoint()), bar.size())
            assert [named(each) for each in controls if covered.contains(before[each])] == []
            assert not covered.intersects(before[run.status.chip])
        run.notice.clear()
        settle()
        assert moved(run, before) == []


def test_what_cannot_be_sent_moves_nothing(show, qtbot):
    before = places(show)
    for pane in show.board.panes():
        pane.send_bar.set_text("a\\q")
        field = pane.send_bar.findChild(MessageField)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert pane.send_bar.mistake().startswith("Column 2: ")
        settle()
        (line,) = pane.findChildren(MistakeLine)
        assert line.isVisible()
        assert line.geometry().bottom() < pane.send_bar.y()
        assert moved(show, before, pane.send_bar, line) == []
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        settle()
        assert moved(show, before, pane.send_bar) == []


@pytest.mark.parametrize("size", SIZES)
def test_removing_all_panes_and_adding_others_moves_no_dock(show, qtbot, size):
    resize(show, size)
    before = [dock.geometry() for dock in show.docks]
    for area in (show.board.clients, show.board.servers):
        area.remove(area.panes()[0])
        settle()
        assert [dock.geometry() for dock in show.docks] == before
    show.scenario_control.choose("calculator")
    qtbot.waitUntil(lambda: len(show.board.panes()) == 2)
    settle()
    assert [dock.geometry() for dock in show.docks] == before


@pytest.mark.parametrize("size", SIZES)
def test_choosing_rows_moves_nothing(run, qtbot, size):
    log = run.log
    resize(run, size)
    before = places(run)
    first = log.view.rowAt(0)
    for row in (first + 3, first + 1, first + 4):
        place = log.view.visualRect(log.model.index(row, 0)).center()
        qtbot.mouseClick(log.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settle()
        assert log.view.currentIndex().row() == row
        assert run.card.detail.isVisible()
        assert log.view.rowAt(0) == first
        assert moved(run, before, message_of(run)) == []
    qtbot.mouseClick(log.clear_button, Qt.MouseButton.LeftButton)
    settle()
    assert not run.card.detail.isVisible()
    assert moved(run, before, message_of(run)) == []


@pytest.mark.parametrize("size", SIZES)
def test_rows_that_arrive_move_nothing(run, qtbot, size):
    client = run.board.clients.panes()[0]
    resize(run, size)
    before = places(run)
    for _ in range(2):
        count = run.log.model.rowCount()
        # Nobody listens there any more: each try is two rows, the second one an error.
        client.start()
        qtbot.waitUntil(lambda count=count: run.log.model.rowCount() >= count + 2)
        qtbot.waitUntil(lambda: not run.board.is_live)
        settle()
        # The verdict on the scenario's run goes when one of its panes is started by hand.
        assert moved(run, before, run.run_place, *run.board.panes()) == []


@pytest.mark.parametrize("size", SIZES)
def test_finding_moves_nothing_but_the_rows(run, qtbot, size):
    finding = run.log.finding
    finding.open()
    follower = run.log.view.follower
    resize(run, size)
    before = places(run)
    for word in ("Welcome", "lisi"):
        finding.bar.field.setText(word)
        finding.find_next()
        qtbot.waitUntil(lambda: finding.bar.status.text() != "" and not finding._find.is_looking)
        qtbot.waitUntil(lambda: run.card.detail.isVisible())
        settle()
        found = moved(run, before, message_of(run), finding.bar)
        assert [each for each in found if not each.startswith(named(follower.button))] == []
        finding.bar.say("")


def test_pages_of_the_card_move_nothing_around_it_and_come_back_as_they_were(run):
    card = run.card
    for _ in sizes(run):
        before = places(run)
        tabs = [card.tabs.tabRect(place) for place in range(len(PAGES))]
        for page in PAGES[::-1]:
            card.show_page(page)
            settle()
            assert moved(run, before, card) == []
            assert [card.tabs.tabRect(place) for place in range(len(PAGES))] == tabs
            assert card.tabs.rect().contains(tabs[-1]), "the last tab is cut"
        assert moved(run, before) == []


ZOOMS = [(1.0, (1024, 700)), (1.5, (960, 700)), (2.5, (1024, 700))]
"""Sizes of the type, and windows that they fit into."""


def cut(part):
    """Return the controls of a part of the window that reach beyond it at the right."""
    right = part.mapTo(part.window(), part.rect().bottomRight()).x()
    found = [each for each in part.findChildren(QWidget) if each.isVisible()]
    found = [each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    ends = {each: each.mapTo(each.window(), each.rect().bottomRight()).x() for each in found}
    return [named(each) for each, end in ends.items() if end > right or each.width() < 8]


@pytest.mark.parametrize(("zoom", "size"), ZOOMS)
def test_no_control_of_a_pane_or_the_tool_bar_is_cut(window, theme, qtbot, free_port, zoom, size):
    theme.set_zoom(zoom)
    window.scenario_control.choose("welcome")
    qtbot.waitUntil(lambda: len(window.board.panes()) == 2)
    # The first layouts of the panes need more.
    qtbot.waitUntil(lambda: window.resize(*size) or (window.width(), window.height()) == size)
    for pane in window.board.panes():
        pane.address.set_text(f"tcp://127.0.0.1:{free_port()}")
    server, client = window.board.panes()
    client.address.set_text(server.address.text())
    run = window.scenario_control.run
    for act, word in ((settle, "STOPPED"), (run, "ESTABLISHED"), (client.stop, "CLOSED")):
        act()
        qtbot.waitUntil(lambda word=word: client.chip.word() == word)
        for area in (window.board.servers, window.board.clients):
            (pane,) = area.panes()
            area.choose(pane)
            settle()
            assert (window.width(), window.height()) == size
            assert pane.isVisible()
            assert cut(pane) == []
        assert cut(window.tool_bar) == []


@pytest.mark.parametrize(("zoom", "size"), ZOOMS)
def test_the_window_fits_small_screens_with_every_page(window, theme, qtbot, zoom, size):
    theme.set_zoom(zoom)
    window.scenario_control.choose("welcome")
    qtbot.waitUntil(lambda: len(window.board.panes()) == 2)
    for page in PAGES:
        window.card.show_page(page)
        window.resize(*size)
        qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
        settle()
        least = window.minimumSizeHint()
        assert (least.width() <= size[0], least.height() <= size[1]) == (True, True), page.key


def test_enough_rows_are_seen(show):
    log = show.log.view
    for _ in sizes(show):
        rows = log.viewport().height() / log.verticalHeader().defaultSectionSize()
        has_message_below = show.card.places.placement is Placement.BELOW
        assert show.card.places.is_seen
        assert rows >= (8 if has_message_below else 12)
