"""What assistive technology and the keyboard find in the window: names, and keys in menus."""

from collections import Counter

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QMenu, QWidget

from socket_workbench.gui.counters.plots import CounterPlots
from socket_workbench.gui.window.pages import PAGES

PATIENCE = 40_000

_PARTS = {QAccessible.Role.Cell, QAccessible.Role.ListItem, QAccessible.Role.TreeItem}
"""Parts of a table or list, whose names are what stands in them."""

_OF_QT = {"qt_spinbox_lineedit", "qt_toolbar_ext_button"}
"""Qt's own parts of controls, which have the names of those or are reached by them."""


def objects(widget):
    """Yield everything in the accessibility tree below a widget, with its path."""
    waiting = [(QAccessible.queryAccessibleInterface(widget), "")]
    while waiting:
        each, path = waiting.pop()
        if each is None or not each.isValid():
            continue
        thing = each.object()
        path += f"/{type(thing).__name__}" if thing is not None else f"/{each.role().name}"
        yield each, path
        if each.role() in (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree):
            continue
        waiting += [(each.child(place), path) for place in range(each.childCount())]


def nameless(widget):
    """Return the paths of what can be used and has no name."""
    found = []
    for each, path in objects(widget):
        thing = each.object()
        usable = each.state().focusable or each.role() is QAccessible.Role.Button
        if not usable or each.state().invisible or each.role() in _PARTS:
            continue
        if isinstance(thing, QWidget) and thing.objectName() in _OF_QT:
            continue
        if not each.text(QAccessible.Text.Name).strip():
            found.append(path)
    return found


def write_everywhere(widget):
    """Fill the empty fields, so that their buttons are seen."""
    for line in widget.findChildren(QLineEdit):
        if line.isVisible() and not line.text():
            line.setText("1")
    QApplication.processEvents()


def open_dialogs(window):
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def close_all(window, qtbot):
    for dialog in open_dialogs(window):
        dialog.reject()
    qtbot.waitUntil(lambda: not open_dialogs(window), timeout=PATIENCE)


def test_every_control_of_the_window_has_a_name(filled_window, qtbot):
    window = filled_window
    for pane in window.board.panes():
        pane.options.more_button.setChecked(True)
        pane.options.framing.set_framing("fixed:8")
    window.log.finding.open()
    found = []
    for record in PAGES:
        window.card.show_page(record)
        if record.key == "counters":
            qtbot.waitUntil(lambda: bool(window.findChildren(CounterPlots)), timeout=PATIENCE)
        write_everywhere(window)
        found += nameless(window)

    assert sorted(set(found)) == []


def test_every_control_of_a_dialog_has_a_name(filled_window, qtbot):
    window = filled_window
    for opening in (
        "&Gallery…",
        "&Export…",
        "&Log to a text file…",
        "Se&ttings…",
        "&Keys",
        "&About Socket Workbench",
    ):
        window.menus.actions[opening].trigger()
        qtbot.waitUntil(lambda: bool(open_dialogs(window)), timeout=PATIENCE)
        (dialog,) = open_dialogs(window)
        write_everywhere(dialog)
        assert nameless(dialog) == [], opening
        assert dialog.windowTitle(), opening
        close_all(window, qtbot)


def doubled(menu):
    """Return the keys that stand for several entries of a menu or of one below it."""
    keys = Counter(
        QKeySequence.mnemonic(action.text()).toString()
        for action in menu.actions()
        if action.isVisible() and "&" in action.text().replace("&&", "")
    )
    found = [(menu.title(), key) for key, count in keys.items() if count > 1]
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            found += doubled(action.menu())
    return found


def context_menus(window):
    """Yield the context menus of all visible parts of the window, each while it is open."""
    for part in window.findChildren(QWidget):
        if part.isVisible() and part.contextMenuPolicy() is Qt.ContextMenuPolicy.CustomContextMenu:
            part.customContextMenuRequested.emit(QPoint(5, 5))
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu):
                yield menu
                menu.close()


def test_a_key_stands_for_one_entry_of_a_menu(filled_window):
    window = filled_window
    titles = Counter(
        QKeySequence.mnemonic(each.text()).toString() for each in window.menuBar().actions()
    )
    assert [key for key, count in titles.items() if count > 1 or not key] == []

    wrong, seen = [], 0
    for record in PAGES:
        window.card.show_page(record)
        for menu in context_menus(window):
            seen += 1
            wrong += doubled(menu)
    assert seen > len(PAGES)
    assert [*wrong, *(each for menu in window.findChildren(QMenu) for each in doubled(menu))] == []


def part_of(window, widget):
    """Return in which part of the window a widget is: 0 for the tool bar, then the docks."""
    for place, dock in enumerate(window.docks, 1):
        if dock.isAncestorOf(widget):
            return place
    return 0


def test_tab_goes_from_the_tool_bar_over_servers_and_clients_to_the_card(filled_window, qtbot):
    window = filled_window
    # Narrower, and the panes of servers and of clients are behind the same tabs.
    window.resize(1600, 1000)
    with qtbot.waitActive(window):
        window.activateWindow()
    first = window.scenarios.findChild(QComboBox)
    first.setFocus()
    passed = [first]
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
        passed.append(QApplication.focusWidget())
    parts = [part_of(window, each) for each in passed]
    assert parts == sorted(parts)
    assert set(parts) == {0, 1, 2, 3}
    for pane in window.board.panes():
        buttons = [pane._buttons.itemAt(place).widget() for place in range(pane._buttons.count())]
        reached = [
            place
            for place, each in enumerate(passed)
            if any(button is each or button.isAncestorOf(each) for button in buttons)
        ]
        assert reached
        assert max(reached) < passed.index(pane._remove)
    back = [passed.pop()]
    back[0].setFocus()
    while passed:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is passed.pop()
