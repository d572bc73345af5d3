"""A window whose page Python is shown."""

import pytest

from socket_workbench.gui.window.pages import PYTHON


@pytest.fixture
def python_page(window):
    return window.card.show_page(PYTHON)
