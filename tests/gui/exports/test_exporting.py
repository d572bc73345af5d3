import json
import sqlite3
from contextlib import closing
from functools import partial

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.exports.exporting import ExportTask, FileThere, run_export
from socket_workbench.gui.threads.job import Job, Token, running_jobs
from socket_workbench.gui.window.pages import LOG, PAGES
from socket_workbench.journal.call_record import call_text
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.search.filter_language import parse_filter
from socket_workbench.journal.search.query import Filter

FORMATS = export_formats()


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
    def open_dialog(path, format=FORMATS["jsonl"]):
        window.menus.actions["&Export…"].trigger()
        dialog = window.exporting.dialog
        qtbot.waitUntil(dialog.windowHandle().isExposed)
        dialog.format_choice.setCurrentIndex(list(FORMATS.values()).index(format))
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
    dialog = open_dialog(tmp_path / "out.csv", FORMATS["csv"])
    qtbot.keyClick(dialog.option_boxes["csv"]["bom"], Qt.Key.Key_Space)
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)

    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbftime,")
    assert rb",\x3d1+1," in content
    dialog = open_dialog(tmp_path / "next.csv", FORMATS["csv"])
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
    monkeypatch.setattr(Token, "rest", lambda token: token.take(60))


@pytest.mark.usefixtures("endless")
def test_it_can_be_cancelled_and_the_window_goes_on(
    window, record, open_dialog, qtbot, until, tmp_path
):
    record(*[bytes(20_000)] * 400)
    dialog = open_dialog(tmp_path / "out.csv", FORMATS["csv"])
    export(dialog, qtbot)
    until(lambda: dialog.progress.value() > 0)
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    until(dialog.export_button.isEnabled)

    assert dialog.hint.text() == "The export was cancelled; nothing was written."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("endless")
def test_closing_the_window_gives_it_up(window, record, open_dialog, qtbot, until, tmp_path):
    record(*[bytes(20_000)] * 400)
    export(open_dialog(tmp_path / "out.csv", FORMATS["csv"]), qtbot)
    ended: list[list[str]] = []
    window.ended.connect(ended.append)
    window.close()
    until(lambda: ended)

    assert ended == [[]]
    assert running_jobs() == []
    assert list(tmp_path.iterdir()) == []


def test_ctrl_e_opens_it(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.exporting.dialog.isVisible()


def test_the_button_beside_the_log_opens_it_once(window, qtbot):
    for _ in range(2):
        qtbot.mouseClick(window.card.export_button, Qt.MouseButton.LeftButton)
    dialog = window.exporting.dialog
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.exporting.dialog is None


def test_format_and_folder_are_offered_again(window, record, open_dialog, qtbot, until, tmp_path):
    record(b"one")
    export(open_dialog(tmp_path / "out.txt", FORMATS["txt"]), qtbot)
    until(lambda: window.exporting.dialog is None)
    window.exporting.show_dialog()

    assert window.exporting.dialog.format is FORMATS["txt"]
    assert window.exporting.dialog.path_field.path() == tmp_path / "session.txt"


def test_what_the_page_calls_shows_is_exported_from_it(
    window, session, record, open_dialog, qtbot, until, tmp_path
):
    record(b"one")
    for name in ("recv", "send"):
        text = call_text(f"{name}(1)", "1", 5, "t", 1, 1)
        session.journal.append(1, Kind.CALL, b"", text)
    calls = next(page for page in PAGES if page.key == "calls")
    page = window.card.show_page(calls)
    page.filter_bar.set_filter(parse_filter("call:recv"))
    until(lambda: page.model.rowCount() == 1)
    dialog = open_dialog(tmp_path / "calls.jsonl")
    assert dialog.filtered.text() == "What the filter shows (1)"
    # Which rows those are does not change while one looks at another page.
    window.card.show_page(LOG)
    export(dialog, qtbot)
    until(lambda: window.exporting.dialog is None)
    (line,) = (tmp_path / "calls.jsonl").read_text().splitlines()
    assert json.loads(line)["call"] == "recv"

    dialog = open_dialog(tmp_path / "log.jsonl")
    assert not dialog.filtered.isEnabled()
    dialog.reject()


@pytest.fixture
def run(qtbot, recording, tmp_path):
    """Runs an export as a job; returns its result."""

    def run(name="out.txt", **wanted):
        task = ExportTask(recording.path, FORMATS["txt"], tmp_path / name, **wanted)
        job = Job("export", partial(run_export, task))
        with qtbot.waitSignal(job.succeeded) as ended:
            job.start()
        return ended.args[0]

    return run


def test_only_what_is_wanted_is_exported_and_counted(run, recording, tmp_path):
    recording.receive(b"one", b"two")
    recording.add((recording.accepted, Kind.CLOSED), (recording.accepted, Kind.RECEIVED, b"last"))

    run(wanted=Filter(kinds=frozenset({Kind.RECEIVED})), first=1)
    assert [line.split()[-1] for line in (tmp_path / "out.txt").read_text().splitlines()] == [
        "two",
        "last",
    ]
    assert run("rest.txt", first=3) == f"1 row was exported to {tmp_path / 'rest.txt'}."


def test_a_file_that_is_there_is_replaced_only_on_request(run, recording, tmp_path):
    (tmp_path / "out.txt").write_text("old")

    assert isinstance(run(), FileThere)
    assert (tmp_path / "out.txt").read_text() == "old"
    assert run(replace=True).startswith("0 rows")
