import pytest

from socket_workbench.values.evaluation import MOST_WORK, Expression, Run
from socket_workbench.values.mistake import TemplateError, ValueProblem
from socket_workbench.values.source import Source


def test_the_work_of_one_run_is_bounded():
    run = Run({}, Source())
    run.worked(MOST_WORK)

    with pytest.raises(ValueProblem, match="to go through"):
        run.worked(1)


def test_a_problem_gets_the_column_of_its_expression():
    def fails(stack, run):
        raise ValueProblem("it cannot be.")

    with pytest.raises(TemplateError, match="Column 5: it cannot be"):
        Expression(5, [fails]).evaluate(Run({}, Source()))


def test_numbers_come_out_as_digits():
    assert Expression(1, [lambda stack, run: stack.append(12)]).evaluate(Run({}, Source())) == b"12"
