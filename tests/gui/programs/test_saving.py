from socket_workbench.gui.programs.saving import ProgramSaving


def test_the_session_is_not_replaced(qtbot, tmp_path, until):
    session = tmp_path / "session"
    session.write_bytes(b"rows")
    saving = ProgramSaving(session)
    told: list[str] = []
    saving.failed.connect(told.append)
    saving.save("pass\n", session)
    until(lambda: told)
    assert "is the session itself" in told[0]
    assert session.read_bytes() == b"rows"


def test_a_closed_page_hears_nothing_more(qtbot, tmp_path, until):
    saving = ProgramSaving(tmp_path / "session")
    told: list[str] = []
    saving.saved.connect(told.append)
    saving.save("pass\n", tmp_path / "one.py")
    saving.close()
    saving.save("pass\n", tmp_path / "two.py")
    until(lambda: told)
    assert len(told) == 1
    assert "two.py" in told[0]
