import pytest

from socket_workbench.gui.rows.numbered_model import NumberedModel


def test_numbers_are_up_to_each_model(qapp):
    for ask in (NumberedModel().number_at, NumberedModel().position_from):
        with pytest.raises(NotImplementedError):
            ask(0)
