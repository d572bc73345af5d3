import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from socket_workbench.engine.socket_watch import Step
from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.states.diagram import DiagramArea, StateDiagram
from socket_workbench.sockets.kernel.tcp_states import TcpState

S = TcpState
NOON = 1_700_000_000_000_000_000


@pytest.fixture
def diagram(qtbot, theme):
    diagram = StateDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(700, 500)
    with qtbot.waitExposed(diagram):
        diagram.show()
    return diagram


def steps(*states):
    return tuple(Step(state, None if state in (S.CLOSED, S.SYN_SENT) else NOON) for state in states)


def filled(diagram, color):
    """Return the states whose boxes are filled with a colour; of CLOSED, the last one counts."""
    image = diagram.grab().toImage()
    return {
        state
        for state, node in diagram._nodes()
        if image.pixelColor(node.left() + 4, round(node.center().y())) == QColor(color)
    }


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_the_present_state_is_filled(diagram, theme, scheme, tokens):
    theme.set_scheme(scheme)
    assert filled(diagram, tokens.accent) == set()

    for present in TcpState:
        way = (S.ESTABLISHED, present) if present is S.CLOSED else (present,)
        diagram.show_way(steps(*way), "words")
        assert filled(diagram, tokens.accent) == {present}
        assert diagram.marked() is present


def test_the_way_is_marked_and_told(diagram):
    diagram.show_way(steps(S.ESTABLISHED), "from here")
    before = diagram.grab().toImage()

    diagram.show_way(steps(S.CLOSED, S.SYN_SENT, S.ESTABLISHED), "all the way")

    assert diagram.grab().toImage() != before
    assert diagram.accessibleDescription() == "all the way"
    assert diagram.accessibleName() == "State diagram of TCP"


def test_a_way_that_is_no_arrow_is_marked_too(diagram):
    diagram.show_way(steps(S.CLOSE_WAIT), "")
    before = diagram.grab().toImage()

    # By RST.
    diagram.show_way((*steps(S.CLOSE_WAIT), Step(S.CLOSED, NOON)), "")

    path = diagram._detour(S.CLOSE_WAIT, S.CLOSED)
    middle = path.pointAtPercent(0.5).toPoint()
    assert not any(node.contains(middle) for _, node in diagram._nodes())
    changed = diagram.grab().toImage()
    around = [middle + QPoint(x, y) for x in range(-6, 7) for y in range(-6, 7)]
    assert any(changed.pixelColor(each) != before.pixelColor(each) for each in around)


def test_boxes_neither_overlap_nor_leave_the_widget(diagram, theme):
    for zoom in (1.0, 1.5):
        theme.set_zoom(zoom)
        diagram.resize(diagram.minimumSizeHint())
        nodes = [node for _, node in diagram._nodes()]
        assert len(nodes) == len(TcpState) + 1
        for place, node in enumerate(nodes):
            assert diagram.rect().contains(node.toAlignedRect())
            assert not any(node.intersects(other) for other in nodes[place + 1 :])


def test_labels_are_left_out_where_there_is_no_room(diagram):
    assert diagram._has_room_for_labels()
    diagram.resize(diagram.minimumSizeHint())
    assert not diagram._has_room_for_labels()


def test_a_state_says_what_it_means(diagram):
    node = next(node for state, node in diagram._nodes() if state is S.CLOSE_WAIT)
    point = node.center().toPoint()

    for place, words in ((point, "CLOSE_WAIT: The peer has ended"), (QPoint(1, 1), "")):
        help_event = QHelpEvent(QEvent.Type.ToolTip, place, diagram.mapToGlobal(place))
        QApplication.sendEvent(diagram, help_event)
        if words:
            assert words in QToolTip.text()


def test_where_there_is_little_room_the_present_state_is_scrolled_to(qtbot, theme):
    area = DiagramArea()
    qtbot.addWidget(area)
    area.resize(area.minimumSizeHint().width(), 120)
    with qtbot.waitExposed(area):
        area.show()
    assert area.horizontalScrollBar().maximum() == 0

    for present in (S.TIME_WAIT, S.SYN_SENT, S.CLOSE_WAIT):
        area.show_way(steps(S.ESTABLISHED, present), "words")
        shown = area.diagram.visibleRegion().boundingRect()
        assert shown.contains(area.diagram.marked_place())

    # Where a person has scrolled to stays, while the state does.
    area.verticalScrollBar().setValue(0)
    area.show_way(steps(S.CLOSE_WAIT), "words")
    assert area.verticalScrollBar().value() == 0


def test_the_room_for_the_diagram_grows_with_the_type(qtbot, theme):
    area = DiagramArea()
    qtbot.addWidget(area)
    before = area.minimumSizeHint().width()
    theme.set_zoom(1.5)

    assert area.minimumSizeHint().width() > 1.3 * before
    assert area.minimumSizeHint().width() > area.diagram.minimumSizeHint().width()
