from socket_workbench.journal.filter_mistake import FilterError


def test_a_mistake_is_a_sentence_with_its_column():
    error = FilterError(7, "this is wrong.")
    assert str(error) == "Column 7: this is wrong."
    assert (error.column, error.problem) == (7, "this is wrong.")
