import pytest
from PySide6.QtWidgets import QLabel, QWidget

from socket_workbench.engine.connections.connection import READ_AHEAD
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.panes.setup_line import (
    SetupLine,
    client_sentence,
    framing_words,
    receiving_words,
    trace_words,
)
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.options import ClientOptions, ServerOptions


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def parts(window):
    """The line, its field, what is below it, and the form of options, in a window."""
    options = OptionsForm(ServerOptions)
    options.setParent(window)
    field, below = QLabel("field", window), QLabel("below", window)
    line = SetupLine([(field, 1)], options, below, window)
    window.show()
    return line, field, below, options


def seen(parts):
    line, field, below, options = parts
    return line.sentence.isVisible(), field.isVisible(), below.isVisible(), options.isVisible()


def test_a_sentence_stands_in_place_of_the_fields_until_they_are_opened(parts):
    line, _, below, options = parts
    chip = QLabel("chip")
    line.set_chip(chip)
    assert not chip.isVisible()
    assert seen(parts) == (False, True, True, False)
    assert options.more_button.text() == "More"
    height = line.sizeHint().height() - below.sizeHint().height()

    line.show_running(True, "Welcome · no framing")
    assert seen(parts) == (True, False, False, False)
    assert line.sentence.text() == "Welcome · no framing"
    assert chip.isVisible()
    assert line.sizeHint().height() == height

    assert options.more_button.text() == "Edit"
    options.more_button.click()
    assert seen(parts) == (False, True, True, True)
    assert options.more_button.text() == "Done"
    assert not chip.isVisible()
    notes = [label.text() for label in options.findChildren(QLabel) if label.isVisible()]
    assert "What is changed applies from the next start on." in notes

    line.show_running(False, "")
    assert seen(parts) == (False, True, True, True)
    assert options.more_button.text() == "Less"
    options.more_button.click()
    assert seen(parts) == (False, True, True, False)


def test_the_words_are_those_of_documents_and_of_calls():
    assert framing_words(Framing.parse("none")) == "no framing"
    assert framing_words(Framing.parse(r"delimiter:\r\n")) == r"framing delimiter:\r\n"
    small, large = ClientOptions(receive_size=1024), ServerOptions(receive_size=2**20)
    assert receiving_words(small, is_stream=True) == "recv(1024)"
    assert receiving_words(large, is_stream=True) == f"recv({READ_AHEAD})"
    assert receiving_words(small, is_stream=False) == "receive size 1,024"
    chosen = ServerOptions(receive_size=7, calls=CallChoice("recvmsg"))
    assert receiving_words(chosen, is_stream=True) == "recvmsg(7)"


def test_a_client_says_where_it_comes_from_once_it_is_connected():
    options = ClientOptions.of({"receive_size": 1024})
    line = ClientOptions.of({"framing": Framing.parse("line")})
    assert client_sentence(options, "", is_stream=True) == "no framing · recv(1024)"
    assert client_sentence(options, "127.0.0.1:1", is_stream=True) == "from 127.0.0.1:1"
    assert client_sentence(line, "127.0.0.1:1", is_stream=True) == "from 127.0.0.1:1 · framing line"


@pytest.mark.parametrize(
    ("runs", "wanted", "steps_all", "said"),
    [
        ({}, {}, False, ""),
        ({"trace": True}, {"trace": True}, False, "traced"),
        ({"trace": True}, {}, False, "traced until it stops"),
        ({}, {"trace": True}, False, "traced from the next start on"),
        ({"step": True}, {}, True, "traced"),
        ({"step": True}, {}, False, "traced until it stops"),
        ({"trace": True}, {"step": True}, False, "traced"),
        ({}, {"step": True}, False, "stepped from the next start on"),
        ({}, {"trace": True}, True, "stepped from the next start on"),
    ],
)
def test_a_trace_is_said_of_what_runs_and_of_the_next_start(qtbot, runs, wanted, steps_all, said):
    form = OptionsForm(ClientOptions)
    qtbot.addWidget(form)
    form.set_values(wanted)
    words = trace_words(ClientOptions(**runs), form, steps_all=steps_all)
    assert words == said
    sentence = client_sentence(ClientOptions(), "127.0.0.1:1", is_stream=True, trace=words)
    assert sentence == " · ".join(each for each in ("from 127.0.0.1:1", said) if each)
