from socket_workbench.values.mistake import TemplateError


def test_a_mistake_names_its_column():
    error = TemplateError(7, "there is no such thing.")

    assert (error.column, error.problem) == (7, "there is no such thing.")
    assert str(error) == "Column 7: there is no such thing."
