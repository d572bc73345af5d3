import ast

from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.programs.literals import WIDTH, comment, constant, literal

VALUES = st.one_of(st.text(), st.binary(), st.integers(), st.floats(0, 1e6))


@given(VALUES)
@example("'\"")
@example('"')
@example(b"'\"")
@example("\\'\n\x00\u2028\ud800")
def test_literals_are_read_as_their_values(value):
    written = literal(value)

    assert ast.literal_eval(written) == value
    assert written.isprintable()


@given(st.one_of(st.text(max_size=400), st.binary(max_size=400)))
def test_long_constants_are_several_lines(value):
    written = constant("NAME", value, "What it is.")
    (assignment,) = ast.parse(written).body

    assert isinstance(assignment, ast.Assign)
    assert ast.literal_eval(assignment.value) == value
    assert written.startswith("# What it is.\nNAME = ")
    assert len(literal(value)) < WIDTH - 10 or len(written.splitlines()) > 2


@given(st.text())
def test_a_comment_ends_where_it_should(text):
    assert ast.parse(comment(text)).body == []
