import pytest

from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.gui.sending.draft import MessageDraft


@pytest.fixture
def draft(qtbot):
    draft = MessageDraft()
    for widget in (draft.input, draft.tools):
        qtbot.addWidget(widget)
    return draft


def test_what_was_sent_can_be_recalled(draft):
    draft.input.set_text("one")
    assert draft.compose() == b"one"
    draft.finish()
    assert draft.input.text() == ""

    draft.input.earlier_requested.emit()
    assert draft.input.text() == "one"


def test_a_mistake_is_said_and_taken_back(draft, qtbot):
    draft.input.set_text("é\\q")
    with qtbot.waitSignal(draft.mistaken) as told:
        assert not draft.check()
    assert told.args[0].startswith("Column 2: ")
    with pytest.raises(CompositionError):
        draft.compose()

    draft.input.set_text("é")
    with qtbot.waitSignal(draft.mistaken) as told:
        assert draft.check()
    assert told.args == [""]


def test_another_encoding_counts_at_once_and_once_only(draft):
    draft.input.set_text("日")
    for encoding, data in (("shift_jis", b"\x93\xfa"), ("utf-8", "日".encode())):
        draft.set_encoding(encoding)
        draft.set_encoding(encoding)
        assert draft.compose() == data
