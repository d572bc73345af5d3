import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from socket_workbench.gui.conversation.delegate import ConversationDelegate
from socket_workbench.gui.conversation.model import ConversationColumn, ConversationModel
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row

NOON = 1_700_000_000_000_000_000


@pytest.fixture
def delegate(qapp):
    delegate = ConversationDelegate()
    delegate.use_font(text_font())
    return delegate


@pytest.fixture
def model(qapp, recording):
    model = ConversationModel()
    for kind, text in (
        (Kind.SENT, ""),
        (Kind.RECEIVED, ""),
        (Kind.ERROR, "MMM"),
        (Kind.CLOSED, ""),
    ):
        payload = b"MMM" if kind in (Kind.SENT, Kind.RECEIVED) else b""
        model.add_rows([Row(0, NOON, recording.client, kind, len(payload), payload, text)])
    return model


def image_of(delegate, index, state=QStyle.StateFlag.State_Enabled):
    image = QImage(200, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 200, 24)
    option.state = state
    painter = QPainter(image)
    delegate.paint(painter, option, index)
    painter.end()
    return image


def ink(image):
    colors = [image.pixelColor(x, y) for x in range(200) for y in range(24)]
    return min(colors, key=QColor.lightness)


def is_near(color, wanted):
    pairs = zip(color.getRgb(), wanted.getRgb(), strict=True)
    return sum(abs(one - other) for one, other in pairs) < 90


@pytest.mark.parametrize(
    ("line", "name"),
    [(0, "text"), (1, "text"), (2, "error"), (3, "dim")],
)
def test_texts_have_the_colour_of_what_they_are(delegate, model, line, name):
    image = image_of(delegate, model.index(line, ConversationColumn.TEXT))
    assert is_near(ink(image), getattr(colors_in_use(), name))


@pytest.mark.parametrize(("line", "name"), [(0, "client_to_server"), (1, "server_to_client")])
def test_arrows_and_edges_have_the_colour_of_the_direction(delegate, model, line, name):
    arrow = image_of(delegate, model.index(line, ConversationColumn.ARROW))
    text = image_of(delegate, model.index(line, ConversationColumn.TEXT))
    assert is_near(ink(arrow), getattr(colors_in_use(), name))
    assert text.pixelColor(1, 12) == getattr(colors_in_use(), name)


def test_times_are_dim(delegate, model):
    image = image_of(delegate, model.index(0, ConversationColumn.TIME))
    assert is_near(ink(image), colors_in_use().dim)


def test_a_selected_line_has_its_own_ground(delegate, model):
    state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected
    image = image_of(delegate, model.index(0, ConversationColumn.TEXT), state)
    assert image.pixelColor(199, 0) == colors_in_use().selection


def test_rows_grow_with_the_type(delegate):
    height, width = delegate.row_height, delegate.column_width("00:00")
    delegate.use_font(text_font(2.0))
    assert delegate.row_height > height * 1.5
    assert delegate.column_width("00:00") > width * 1.5
