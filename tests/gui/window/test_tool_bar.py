from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolButton

from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.scenarios.listing import listed_scenarios
from socket_workbench.gui.window.run_place import RunPlace
from socket_workbench.gui.window.tool_bar import RunBar


@pytest.fixture
def bar(qtbot, theme, session):
    board = PaneBoard(session)
    run_place = RunPlace(board)
    bar = RunBar(ScenarioChoice(listed_scenarios()), run_place)
    qtbot.addWidget(bar)
    run_place.place.setText("tcp://[2001:db8:1234:5678:9abc:def0:1234:5678]:13145")
    bar.resize(1200, 40)
    bar.show()
    yield bar
    board.deleteLater()


def buttons(bar):
    return bar.run_button, bar.stop_button, bar.server_button, bar.client_button


def test_a_narrow_bar_has_icons_with_names_and_says_where_run_connects(bar, qtbot):
    assert [button.text() for button in buttons(bar)] == ["Run", "Stop all", "Server", "Client"]
    seen = set()
    for width in range(1200, 620, -20):
        bar.resize(width, 40)
        seen.add(tuple(button.text() for button in buttons(bar)))
        least = bar.run_place.place.fontMetrics().horizontalAdvance("tcp:…:13145")
        assert bar.run_place.place.width() >= least
        for widget in (*buttons(bar), bar.run_place, bar.scenarios):
            place = widget.rect().translated(widget.mapTo(bar, QPoint()))
            assert widget.isVisible()
            assert bar.rect().contains(place)
    assert seen == {("Run", "Stop all", "Server", "Client"), ("", "", "", "")}
    names = [button.accessibleName() for button in buttons(bar)]
    assert names == ["Run", "Stop all", "New server", "New client"]
    assert [button.toolTip() for button in buttons(bar)] == names
    extension = [each for each in bar.findChildren(QToolButton) if each.isVisible()]
    assert extension == []
    bar.resize(1200, 40)
    assert bar.run_button.text() == "Run"
    assert bar.run_button.accessibleName() == ""
    assert bar.server_button.accessibleName() == "New server"


def test_what_is_beside_the_address_of_run_never_covers_it(bar, qtbot):
    place = bar.run_place
    for address in (
        "tcp://127.0.0.1:57659",
        "tcp://[2001:db8:1234:5678:9abc:def0:1234:5678]:13145",
    ):
        place.place.setText(address)
        place.verdict.setText("Passed, 15 steps in 4.2 s")
        place._has_verdict, place._decided_at = True, 1
        for width in range(1200, 400, -40):
            bar.resize(width, 40)
            qtbot.waitUntil(lambda: place.layout().activate() or True)
            parts = [place.place, place.sign, place.verdict, place.row_button]
            shown = [each.geometry() for each in parts if not each.isHidden()]
            assert all(one.right() < other.left() for one, other in pairwise(shown))
            assert shown[-1].right() <= place.width()
        assert place.sign.isHidden()
        bar.resize(1200, 40)
        assert not place.row_button.isHidden()
