import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from socket_workbench.gui.log.columns import LOG_COLUMNS
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.rows.line import log_line
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row

COLUMNS = {column.key: column for column in LOG_COLUMNS}
AREA = QRect(0, 0, 200, 26)


@pytest.fixture
def row_painter(qapp):
    return LogPainter(text_font())


def painted(row_painter, column, line):
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    row_painter.paint_row(painter, [(column, AREA)], line, colors_in_use())
    painter.end()
    return image


def nearest(row_painter, column, line, candidates):
    """Return which of some colours the text was painted in."""
    image = painted(row_painter, column, line)
    pixels = [image.pixelColor(x, y) for x in range(200) for y in range(26)]
    inked = min(pixels, key=QColor.lightness)

    def distance(name):
        color = candidates[name]
        return (
            abs(color.red() - inked.red())
            + abs(color.green() - inked.green())
            + abs(color.blue() - inked.blue())
        )

    return min(candidates, key=distance)


@pytest.mark.parametrize(
    ("kind", "column", "expected"),
    [
        (Kind.SENT, COLUMNS["payload"], "text"),
        (Kind.SENT, COLUMNS["direction"], "server_to_client"),
        (Kind.RECEIVED, COLUMNS["payload"], "text"),
        (Kind.RECEIVED, COLUMNS["direction"], "client_to_server"),
        (Kind.ERROR, COLUMNS["kind"], "error"),
        (Kind.SENT, COLUMNS["time"], "dim"),
        (Kind.SENT, COLUMNS["recorder"], "text"),
        (Kind.NOTE, COLUMNS["payload"], "dim"),
    ],
)
def test_colour_means_something(row_painter, recording, kind, column, expected):
    row = Row(0, 0, recording.accepted, kind, 9, b"MMMMMMMMM", "MMMMMMMMM")
    colors = colors_in_use()
    names = ("server_to_client", "client_to_server", "dim", "text")
    candidates = {name: getattr(colors, name) for name in names}
    if expected == "error":
        candidates = {"error": colors.error, "dim": colors.dim, "text": colors.text}
    assert nearest(row_painter, column, log_line(row, None), candidates) == expected


def test_a_message_has_an_edge_in_the_colour_of_its_direction(row_painter, recording):
    colors = colors_in_use()
    for kind, expected in (
        (Kind.SENT, colors.server_to_client),
        (Kind.RECEIVED, colors.client_to_server),
        (Kind.NOTE, QColor("white")),
    ):
        row = Row(0, 0, recording.accepted, kind, 2, b"hi", "hi")
        image = painted(row_painter, COLUMNS["payload"], log_line(row, None))
        assert image.pixelColor(1, AREA.center().y()) == expected


@pytest.mark.parametrize("key", ["direction", "peer"])
def test_the_port_of_a_long_address_is_seen(row_painter, key):
    host = "[2001:db8:1234:5678:9abc:def0:1234:5678]"
    images = []
    for port in (7001, 7002):
        address = f"{host}:{port}"
        source = Source(1, Role.CLIENT, "Client 1", f"tcp://{address}", 1, "[::1]:6000", address)
        line = log_line(Row(0, 0, source, Kind.SENT, 2, b"hi", "hi"), None, other=address)
        images.append(painted(row_painter, COLUMNS[key], line))
    assert images[0] != images[1]


def test_a_row_that_cannot_be_read_says_so(row_painter):
    colors = colors_in_use()
    candidates = {"error": colors.error, "ground": QColor("white")}
    assert nearest(row_painter, COLUMNS["payload"], None, candidates) == "error"
    assert nearest(row_painter, COLUMNS["kind"], None, candidates) == "ground"


def test_rows_and_columns_grow_with_the_type(row_painter):
    large = LogPainter(text_font(2.0))
    assert large.row_height > row_painter.row_height
    small_width = row_painter.column_width(COLUMNS["kind"], "received")
    assert large.column_width(COLUMNS["kind"], "received") > small_width


@pytest.mark.parametrize(
    ("kind", "others", "told"),
    [
        (Kind.END_OF_STREAM, [], "end of stream"),
        (Kind.END_OF_STREAM, ["kind"], ""),
        (Kind.SENT, [], "→"),
        (Kind.SENT, ["kind"], "→"),
    ],
)
def test_a_row_without_a_direction_says_there_what_it_is_while_no_column_does(
    row_painter, recording, monkeypatch, kind, others, told
):
    painted_texts = []
    monkeypatch.setattr(
        LaidOutTexts, "paint", lambda self, *given, **_: painted_texts.append(given[1:3])
    )
    line = log_line(Row(0, 0, recording.accepted, kind, 0, b"", ""), None)
    other = QRect(200, 0, 200, 26)
    areas = [(COLUMNS["direction"], AREA), *((COLUMNS[key], other) for key in others)]

    row_painter.paint_row(None, areas, line, colors_in_use())

    in_direction = [text for area, text in painted_texts if area.left() < other.left()]
    assert [text.split()[0] if kind is Kind.SENT else text for text in in_direction] == (
        [told] if told else []
    )
