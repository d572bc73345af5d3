import pytest
from PySide6.QtGui import QColor

from socket_workbench.gui.looks.palette import DARK, LIGHT, use_tokens
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.journal.row import Direction


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request):
    use_tokens(request.param)
    yield request.param
    use_tokens(LIGHT)


def test_directions_have_the_colours_of_the_theme(theme):
    colors = colors_in_use()
    assert colors.of(Direction.TO_SERVER) == QColor(theme.to_server)
    assert colors.of(Direction.TO_CLIENT) == QColor(theme.to_client)
    assert colors.of(None) == QColor(theme.text)


def test_every_text_can_be_read_also_on_a_selected_row(theme, contrast):
    colors = colors_in_use()
    for color in (
        colors.client_to_server,
        colors.server_to_client,
        colors.text,
        colors.dim,
        colors.error,
    ):
        assert contrast(color, colors.selection) >= 4.5
        assert contrast(color, theme.card) >= 4.5
