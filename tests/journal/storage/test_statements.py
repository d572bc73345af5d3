import sqlite3
from contextlib import closing

import pytest

from socket_workbench.journal.storage import statements
from socket_workbench.journal.storage.schema import create


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        (statements.COUNT, ()),
        (statements.PAGE, (1,)),
        (statements.SEGMENT, (1,)),
        (statements.MARKS, (1, 2)),
        (statements.PERIOD, (1,)),
    ],
)
def test_each_looks_by_the_key_and_sorts_nothing(path, statement, parameters):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        create(database)
        plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    steps = [step for *_, step in plan]
    assert steps
    assert "TEMP B-TREE" not in " ".join(steps)
    # Without a condition the first step of a scan by the key is the last.
    assert all("PRIMARY KEY" in step for step in steps if step.startswith("SEARCH"))
    assert all("LIMIT 1" in statement for step in steps if step.startswith("SCAN"))
