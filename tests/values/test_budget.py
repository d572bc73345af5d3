import pytest

from socket_workbench.values.budget import (
    MOST_OPERATIONS,
    MOST_PATTERNS,
    MOST_TEMPLATES,
    Budget,
    BudgetError,
)
from socket_workbench.values.template import compile_hex, compile_plain, compile_template


@pytest.mark.parametrize("read", [compile_template, compile_hex, compile_plain])
def test_templates_take_their_operations_as_they_are_written(read):
    budget = Budget()
    read("01 {{1 + 2}} {{x}}", ["x"], budget)

    assert budget.operations == MOST_OPERATIONS - 4


def test_what_is_made_while_a_template_is_read_counts():
    """Without that, 1 MB of them made hundreds of gigabytes."""
    budget = Budget()
    compile_template("{{repeat('abcdefgh', 65536)}}", budget=budget)

    assert budget.operations == MOST_OPERATIONS - 3 - 8 * 64


def test_each_template_counts():
    budget = Budget(templates=2)
    compile_plain("no places", budget=budget)
    compile_hex("01 {{u8(1)}}", budget=budget)

    with pytest.raises(BudgetError, match=f"more than {MOST_TEMPLATES:,} texts"):
        compile_template("", budget=budget)


def test_what_is_beyond_is_refused():
    budget = Budget(operations=1, patterns=1)
    budget.take_operations(1)
    budget.take_patterns(1)

    with pytest.raises(BudgetError, match=f"more than {MOST_OPERATIONS:,} operations"):
        compile_template("{{1}}", budget=budget)
    with pytest.raises(BudgetError, match=f"at most {MOST_PATTERNS:,} patterns"):
        budget.take_patterns(1)
    assert compile_template("no places", budget=budget).is_constant
