import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.scenarios import toml_nesting
from socket_workbench.scenarios.toml_nesting import (
    DEEPEST,
    MOST_VALUES,
    NestingError,
    check_nesting,
)


def nested(depth, begin, end):
    return begin * depth + end * depth


@pytest.mark.parametrize(
    "document",
    [
        lambda depth: f"a = {nested(depth - 1, '[', ']')}",
        lambda depth: f"a = {'{ a = ' * (depth - 1)}1{' }' * (depth - 1)}",
        lambda depth: ".".join(["x"] * depth) + " = 1",
        lambda depth: ".".join(['"a.b"'] * depth) + " = 1",
        lambda depth: f"[{'.'.join(['x'] * (depth - 1))}]\na = 1\nb.c = 1",
        lambda depth: f"[[{'.'.join(['x'] * (depth - 1))}]]\na = 1\nb.c = 1",
        lambda depth: f"[{'.'.join(['x'] * 10)}]\na = {nested(depth - 11, '[', ']')}",
        lambda depth: f"[x]\na.b = [{{ {'.'.join(['x'] * (depth - 4))} = 1 }}]",
    ],
)
def test_the_depth_is_that_of_everything_together(document):
    check_nesting(document(DEEPEST))
    tomllib.loads(document(DEEPEST))
    with pytest.raises(NestingError, match=f"nested more than {DEEPEST} deep"):
        check_nesting(document(DEEPEST + 2))


@pytest.mark.parametrize(
    "text",
    [
        '"{}"',
        "'{}'",
        '"""\n{}"""',
        "'''\n{}'''",
        '"\\"{}"',
        '"""\\"""{}"""',
        '"""x"{}"""""',
        "'''x'{}'''''",
        "1 # {}",
    ],
)
def test_brackets_in_strings_and_comments_do_not_count(text):
    document = f"a = {text.format('[{.' * 50)}\nb = {nested(DEEPEST - 1, '[', ']')}\n"

    tomllib.loads(document)
    check_nesting(document)
    with pytest.raises(NestingError, match="in line"):
        check_nesting(document + f"c = {'[' * 40}")


def test_many_tables_beside_each_other_are_not_deep():
    check_nesting("[a.b]\nx = 1.5\n[[a.c]]\ny.z = [1.5, {p.q = 2.5, r = []}]\n" * 1000)


def test_the_line_is_named():
    with pytest.raises(NestingError, match="in line 3 "):
        check_nesting(f'a = """\n"""\nb = {"[" * 40}')


def test_there_are_at_most_so_many(monkeypatch):
    monkeypatch.setattr(toml_nesting, "MOST", 100)
    check_nesting(f"a = [{'[],' * 99}]")
    with pytest.raises(NestingError, match="more than 100 tables"):
        check_nesting(f"a = [{'[],' * 100}]")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a = [" + "1," * MOST_VALUES, 5 + 2 * MOST_VALUES),
        ("a = [" + "'',\n" * MOST_VALUES, 3),
        ("a=1\n" + "b = { c = 1 }\n" * MOST_VALUES, 9),
        ("a = [" + '\'"\',"\',","""\n,""",' * MOST_VALUES, None),
    ],
)
def test_there_are_at_most_so_many_values(text, column):
    with pytest.raises(NestingError, match=f"too many values: more than {MOST_VALUES:,}") as caught:
        check_nesting(text)
    place = caught.value.place
    assert text[place] in ",="
    assert column is None or place - text.rfind("\n", 0, place) == column


@pytest.mark.parametrize(
    "text",
    [
        f"a = '{',' * (MOST_VALUES + 1)}'",
        f'a = "{"=" * (MOST_VALUES + 1)}"',
        f'a = """{",=" * MOST_VALUES}"""',
        f"a = 1 # {',' * (MOST_VALUES + 1)}",
        f"a = [{'1,' * (MOST_VALUES - 1)}]",
    ],
)
def test_what_stands_in_strings_and_comments_is_no_value(text):
    check_nesting(text)
    tomllib.loads(text)


def depth_of(value):
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


PIECES = ['"', "'", "#", "[", "]", "{", "}", "=", ".", ",", "\n", "\\", "a", "1", '"""', "'''"]


@example("[a]\nb = {c.d = [{}]}\n")
@given(st.lists(st.sampled_from([*PIECES, "a = 1", "b = [", "[c]", "d.e = {"])).map("".join))
def test_no_document_that_parses_is_deeper_than_was_counted(text):
    """Whatever passes with a bound is no deeper than the bound, in the parser's own judgement."""
    try:
        depth = depth_of(tomllib.loads(text)) - 1
    except tomllib.TOMLDecodeError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toml_nesting, "DEEPEST", depth - 1)
        if depth > 0:
            with pytest.raises(NestingError):
                check_nesting(text)
