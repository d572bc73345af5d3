"""Tests of the colours of Python source text."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.python_colors import MOST_COLORED, PythonColors


def _colored(text: str) -> list[tuple[str, str]]:
    """Return the coloured parts of a text with their colours, in order."""
    document = QTextDocument()
    colors = PythonColors(document)
    document.setPlainText(text)
    colors.rehighlight()
    found = []
    block = document.begin()
    while block.isValid():
        for part in block.layout().formats():
            words = block.text()[part.start : part.start + part.length]
            found.append((words, part.format.foreground().color().name().upper()))
        block = block.next()
    return found


def test_tokens_have_their_colors(qtbot: QtBot) -> None:
    """Keywords, names, strings, numbers and comments differ; attributes are no keywords."""
    found = dict(_colored('def f(x):  # "no"\n    return x.type + 12 + b"if"\n'))

    assert found["def "] == tokens().to_server
    assert found["f"] == tokens().to_client
    assert found['# "no"'] == tokens().dim
    assert found["return"] == tokens().to_server
    assert found["12"] == tokens().waiting
    assert found['b"if"'] == tokens().open
    assert "type" not in found


def test_a_string_goes_on_over_lines(qtbot: QtBot) -> None:
    """Strings with three quotes end at the same three quotes that are not escaped."""
    found = _colored('"""one\n\'\'\' if \\"""\ntwo"""; if x: pass\n')

    assert [words for words, color in found if color == tokens().open] == [
        '"""one',
        "''' if \\\"\"\"",
        'two"""',
    ]
    assert ("if", tokens().to_server) in found


def test_a_large_text_is_shown_without_colors(qtbot: QtBot) -> None:
    """Colouring is done in the window's thread, and so it is bounded."""
    assert _colored("if x: pass\n" * (MOST_COLORED // 10)) == []


@given(st.text(alphabet="abf'\"\\#@ \n1.é💧", max_size=80))
def test_any_text_is_colored_without_a_change(text: str) -> None:
    """Every part that is coloured is a part of the text, in order."""
    document = QTextDocument()
    PythonColors(document)
    document.setPlainText(text)

    assert document.toPlainText() == text
