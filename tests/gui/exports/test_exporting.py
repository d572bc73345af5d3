import json
import sqlite3
import time
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.exports import job as export_job
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.export.form import export_forms
from socket_workbench.journal.search.query import Filter

FORMS = export_forms()


@pytest.fixture
def record(window, session, until):
    source = session.journal.add_source(
        Role.SERVER, "server", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:8"
    )

    def record(*payloads):
        before = window.log.model.journal_count
        for payload in payloads:
            session.journal.append(source.number, Kind.RECEIVED, payload)
        until(lambda: window.log.model.journal_count == before + len(payloads))

    return record


@pytest.fixture
def open_dialog(window, qtbot):
    def open_dialog(path, form=FORMS["jsonl"]):
        window.menus.actions["&Export…"].trigger()
        dialog = window.exporting.dialog
        qtbot.waitExposed(dialog)
        dialog.form_choice.setCurrentIndex(list(FORMS.values()).index(form))
        dialog.path_field.edit.setText(str(path))
        return dialog

    return open_dialog


def texts(path):
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


def export(dialog, qtbot):
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)


def test_everything_is_exported_and_said(window, record, open_dialog, qtbot, until, tmp_path):
    record(b"one", b"two")
    dialog = open_dialog(tmp_path / "out.jsonl")
    assert not dialog.filtered.isEnabled()
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    assert texts(tmp_path / "out.jsonl") == ["one", "two"]
    assert window.notice.text() == f"2 rows were exported to {tmp_path / 'out.jsonl'}."


def test_csv_is_marked_for_excel_where_that_is_wanted(
    window, record, open_dialog, qtbot, until, tmp_path
):
    record(b"=1+1")
    dialog = open_dialog(tmp_path / "out.csv", FORMS["csv"])
    qtbot.keyClick(dialog.option_boxes["csv"]["bom"], Qt.Key.Key_Space)
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbftime,")
    assert rb",\x3d1+1," in content
    dialog = open_dialog(tmp_path / "next.csv", FORMS["csv"])
    assert dialog.option_boxes["csv"]["bom"].isChecked()


def test_what_the_filter_shows_is_exported(window, record, open_dialog, qtbot, until, tmp_path):
    record(b"one", b"two", b"twenty")
    window.log.filter_bar.set_filter(Filter(text="tw"))
    until(lambda: window.log.model.rowCount() == 2)
    dialog = open_dialog(tmp_path / "out.jsonl")
    assert dialog.filtered.text() == "What the filter shows (2)"
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    assert texts(tmp_path / "out.jsonl") == ["two", "twenty"]


def test_what_is_missing_of_a_damaged_session_is_said(
    window, record, session, open_dialog, qtbot, until, tmp_path
):
    record(*[b"x"] * 20_000)
    with closing(sqlite3.connect(session.path)) as database, database:
        # Where a segment ends depends on when its events were written.
        [first] = database.execute("SELECT first FROM segments LIMIT 1 OFFSET 1").fetchone()
        database.execute("UPDATE segments SET times = x'' WHERE first = ?", (first,))
    dialog = open_dialog(tmp_path / "out.jsonl")
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    assert f"is damaged: rows {first + 1:,} to " in window.notice.text()


def test_rows_cleared_away_are_not_shown(window, record, open_dialog, qtbot, until, tmp_path):
    record(b"one")
    window.log.clear_button.click()
    record(b"two")
    dialog = open_dialog(tmp_path / "out.jsonl")
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)
    assert texts(tmp_path / "out.jsonl") == ["two"]

    dialog = open_dialog(tmp_path / "all.jsonl")
    qtbot.keyClick(dialog.everything, Qt.Key.Key_Space)
    assert dialog.everything.isChecked()
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)
    assert texts(tmp_path / "all.jsonl") == ["one", "two"]


def test_a_file_that_is_there_is_asked_about(record, window, open_dialog, qtbot, until, tmp_path):
    record(b"one")
    (tmp_path / "out.jsonl").write_text("old")
    dialog = open_dialog(tmp_path / "out.jsonl")
    export(dialog, qtbot)
    until(lambda: dialog.export_button.text() == "Replace")
    assert (tmp_path / "out.jsonl").read_text() == "old"
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    assert texts(tmp_path / "out.jsonl") == ["one"]


def test_a_mistake_is_said_in_the_dialog(open_dialog, qtbot, until, tmp_path):
    dialog = open_dialog(tmp_path / "no" / "out.jsonl")
    export(dialog, qtbot)
    until(lambda: "could not be written" in dialog.mistake.text())


@pytest.fixture
def endless(monkeypatch):
    """An export that does not go on after its first report until it is given up."""

    def report(reports, done, total):
        job = reports._job
        job.progressed.emit(done, total)
        while not job._is_cancelled:
            time.sleep(0.005)

    monkeypatch.setattr(export_job._Reports, "__call__", report)


@pytest.mark.usefixtures("endless")
def test_it_can_be_cancelled_and_the_window_goes_on(
    window, record, open_dialog, qtbot, until, tmp_path
):
    record(*[bytes(20_000)] * 400)
    dialog = open_dialog(tmp_path / "out.csv", FORMS["csv"])
    export(dialog, qtbot)
    until(lambda: dialog.progress.value() > 0)
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    until(dialog.export_button.isEnabled)

    assert dialog.hint.text() == "The export was cancelled; nothing was written."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("endless")
def test_closing_the_window_gives_it_up(window, record, open_dialog, qtbot, until, tmp_path):
    record(*[bytes(20_000)] * 400)
    export(open_dialog(tmp_path / "out.csv", FORMS["csv"]), qtbot)
    ended = []
    window.ended.connect(ended.append)
    window.close()
    until(lambda: ended)

    assert ended == [[]]
    assert list(tmp_path.iterdir()) == []


def test_ctrl_e_opens_it(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.exporting.dialog.isVisible()


def test_the_button_beside_the_log_opens_it_once(window, qtbot):
    for _ in range(2):
        qtbot.mouseClick(window.log.export_button, Qt.MouseButton.LeftButton)
    dialog = window.exporting.dialog
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.exporting.dialog is None


def test_form_and_folder_are_offered_again(window, record, open_dialog, qtbot, until, tmp_path):
    record(b"one")
    export(open_dialog(tmp_path / "out.txt", FORMS["txt"]), qtbot)
    until(lambda: window.exporting.dialog is None)
    window.exporting.show_dialog()

    assert window.exporting.dialog.form is FORMS["txt"]
    assert window.exporting.dialog.path_field.path() == tmp_path / "session.txt"
