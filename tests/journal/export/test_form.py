from socket_workbench.journal.export.form import Form


def test_forms_are_called_what_the_command_line_promises():
    assert [form.value for form in Form] == ["txt", "csv", "jsonl", "pcapng"]


def test_titles_are_translated(pseudo_language):
    assert all(form.title.startswith("⟦") for form in Form)
