import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from socket_workbench import gui
from socket_workbench.gui.looks.icons import Align, icon
from socket_workbench.gui.looks.palette import DARK, LIGHT, use_tokens
from socket_workbench.resources import resource_folder


@pytest.fixture
def light(qapp):
    use_tokens(LIGHT)
    yield
    use_tokens(LIGHT)


def middle(pixmap):
    image = pixmap.toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def columns_with_ink(pixmap):
    image = pixmap.toImage()
    rows = range(image.height())
    return [
        x for x in range(image.width()) if any(image.pixelColor(x, y).alpha() > 40 for y in rows)
    ]


def test_an_icon_has_the_color_of_its_token_and_follows_the_theme(light):
    square = icon("square", "accent")

    assert middle(square.pixmap(24, 24)) == QColor(LIGHT.accent)
    use_tokens(DARK)
    assert middle(square.pixmap(24, 24)) == QColor(DARK.accent)


def test_an_icon_can_have_a_color_of_its_own(light):
    assert middle(icon("square", "#123456").pixmap(24, 24)) == QColor("#123456")


def test_a_disabled_icon_is_fainter(light):
    square = icon("square", "text")
    disabled = middle(square.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled))

    assert disabled.lightness() > QColor(LIGHT.text).lightness()


def test_an_icon_has_all_the_pixels_of_a_dense_screen(light):
    pixmap = icon("play").pixmap(QSize(16, 16), 2.0)

    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)


def test_an_icon_stands_where_it_is_told_to(light):
    room = QSize(40, 20)
    left = columns_with_ink(icon("square", "text", Align.LEFT).pixmap(room))
    right = columns_with_ink(icon("square", "text", Align.RIGHT).pixmap(room))

    assert max(left) < 20 <= min(right)


def test_an_icon_can_be_painted(light):
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icon("square", "accent").paint(painter, 0, 0, 20, 20)
    painter.end()

    assert image.pixelColor(10, 10) == QColor(LIGHT.accent)


def test_a_copy_of_an_icon_outlives_it(light):
    first = icon("square", "accent")
    copy = QIcon(first)
    copy.addPixmap(first.pixmap(8, 8))
    del first

    assert not copy.pixmap(24, 24).isNull()


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_an_unknown_color_is_an_error(light):
    with pytest.raises(KeyError):
        icon("play", "no-such-token").pixmap(16, 16)


@pytest.mark.parametrize(
    "path", sorted(resource_folder("icons").rglob("*.svg")), ids=lambda path: path.stem
)
def test_every_file_is_a_picture(qapp, path):
    renderer = QSvgRenderer(str(path))

    assert renderer.isValid()
    assert path.stem.startswith("grip") or renderer.defaultSize() == QSize(24, 24)


def test_the_licence_is_beside_them():
    assert "ISC License" in (resource_folder("icons") / "LICENSE").read_text("utf-8")


def test_every_icon_named_in_the_source_is_there():
    names = {path.stem for path in resource_folder("icons").glob("*.svg")}
    missing = []
    for source in Path(gui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_bytes())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("icon", "IconButton") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value not in names:
                    missing.append(f"{source.name}: {first.value!r}")

    assert missing == []
