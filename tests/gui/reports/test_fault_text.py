import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.reports.fault_text import (
    MOST_FRAMES,
    fault_text,
    place_of,
    short_path,
    without_folders,
)
from socket_workbench.payload.escapes import parse_escapes
from socket_workbench.payload.harmless import harmless


def caught(function, *arguments):
    with pytest.raises(BaseException) as raised:
        function(*arguments)
    return raised.value


def fail(error):
    raise error


def test_the_kind_the_place_and_the_line_are_told():
    text = fault_text(caught(fail, AttributeError("'NoneType' object has no attribute 'close'")))
    lines = text.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "AttributeError: 'NoneType' object has no attribute 'close'"
    assert f'  File "test_fault_text.py", line {fail.__code__.co_firstlineno + 1}, in fail' in lines
    assert "    raise error" in lines


SECRET = "hunter2 \x1b[31m ünïcode"


@pytest.mark.parametrize(
    "error",
    [
        caught(int, SECRET),
        caught(json.loads, "[" + SECRET),
        caught(SECRET.encode, "ascii"),
        caught({}.__getitem__, SECRET),
        caught(getattr, object(), SECRET),
        caught(fail, ValueError(f"'{SECRET}' is not a number")),
        caught(fail, RuntimeError(f'got b"{SECRET}"')),
        caught(Path("/home/hunter2/x").read_bytes),
        caught(fail, OSError(5, "Input/output error", f"/home/{SECRET}")),
        caught(parse_escapes, f"{SECRET} \\q"),
        caught(compile, SECRET, f"/home/{SECRET}", "exec"),
    ],
)
def test_no_message_tells_what_was_sent_typed_or_opened(error):
    error.add_note(SECRET)
    text = fault_text(error)
    assert "hunter2" not in text
    assert "\x1b" not in text
    assert type(error).__name__ in text


def test_what_led_to_it_is_told_too():
    def chained():
        try:
            fail(KeyError(SECRET))
        except KeyError as error:
            raise RuntimeError("second") from error

    def while_handled():
        try:
            chained()
        except RuntimeError:
            fail(TypeError("third"))

    text = fault_text(caught(while_handled))
    kinds = [text.index(part) for part in ("KeyError", "which led to", "RuntimeError: second")]
    kinds.append(text.index("and while that was handled"))
    kinds.append(text.index("TypeError: third"))
    assert kinds == sorted(kinds)
    assert "hunter2" not in text
    group = fault_text(ExceptionGroup("several", [ValueError("'a'"), OSError(2, "No file")]))
    assert "  | ValueError: '…'" in group
    assert "  | FileNotFoundError: [Errno 2] No file" in group


def recurse(depth):
    recurse(depth + 1)


def test_the_innermost_frames_of_an_endless_recursion_are_kept():
    lines = fault_text(caught(recurse, 0)).splitlines()
    assert len(lines) <= 2 * MOST_FRAMES + 5
    assert lines[-1].startswith("RecursionError")


@given(st.text())
def test_whatever_is_raised_has_a_text_of_plain_lines(message):
    class StrangeError(Exception):
        def __str__(self):
            return message

    text = fault_text(caught(fail, StrangeError()))
    assert all(line == harmless(line) for line in text.split("\n"))
    assert len(text) < 5000


def test_an_exception_that_cannot_be_printed_has_a_text():
    class UnprintableError(Exception):
        def __str__(self):
            raise RuntimeError(SECRET)

    text = fault_text(caught(fail, UnprintableError()))
    assert "UnprintableError" in text
    assert "hunter2" not in text


def test_files_are_named_without_the_folders_of_the_user():
    import socket_workbench.language

    assert short_path(socket_workbench.language.__file__) == "socket_workbench/language.py"
    assert short_path(pytest.__file__) == "pytest/__init__.py"
    assert short_path(json.__file__) == "json/__init__.py"
    assert short_path("/home/me/own.py") == "own.py"
    assert short_path("C:\\Users\\me\\own.py") == "own.py"
    dump = 'Current thread:\n  File "{}", line 5 in <module>\n  File "{}", line 7 in f\n'
    assert without_folders(dump.format(json.__file__, "/home/me/a b.py")) == dump.format(
        "json/__init__.py", "a b.py"
    )


def test_a_place_is_a_line_and_a_type():
    errors = [caught(fail, kind("x")) for kind in (ValueError, ValueError, KeyError)]
    assert place_of(errors[0]) == place_of(errors[1]) != place_of(errors[2])
    assert place_of(errors[0]) != place_of(caught(int, "x"))
    assert place_of(ValueError()) == (ValueError,)
    assert sys.exc_info() == (None, None, None)
