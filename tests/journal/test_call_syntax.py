import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_syntax import NAMES, arguments, is_plain_call, result_value


@pytest.mark.parametrize(
    ("call", "is_plain"),
    [
        ("recv(1024)", True),
        ("bind(('127.0.0.1', 80))", True),
        ("recv(10, MSG_DONTWAIT | MSG_PEEK)", True),
        ("select([socket(fileno=7)], [], [], 0.5)", True),
        ("recv", False),
        ("print(1)", False),
        ("recv(print(1))", False),
        ("recv(accept())", False),
        ("recv(1024).upper()", False),
        ("recv(1024)(2)", False),
        ("recv(1024), accept()", False),
        ("__import__('os').system('true')", False),
        ("recv(" + "(" * 400 + ")" * 400 + ")", False),
        ("recv(1", False),
        ("", False),
    ],
)
def test_only_one_known_call_with_plain_values_is_plain(call, is_plain):
    assert is_plain_call(call) is is_plain


@given(st.sampled_from(NAMES), st.lists(st.integers() | st.binary(max_size=20)))
def test_plain_values_are_read_as_they_are_written(name, values):
    call = f"{name}({', '.join(map(repr, values))})"

    assert is_plain_call(call) or len(call) > 4096
    read = [each if isinstance(each, int) else {"hex": each.hex()} for each in values]
    assert arguments(call) == [{"bytes": True} if each == {"hex": ""} else each for each in read]


@given(st.text())
def test_any_text_has_arguments_and_a_value_in_json(text):
    json.dumps([arguments(text), result_value(text)], allow_nan=False)


def test_what_would_run_something_is_not_run():
    assert arguments("recv(f())") == ["f()"]
    assert arguments("recv([1 for each in 'x'])") == ["[1 for each in 'x']"]
    assert result_value("__import__('os').getpid()") is None
