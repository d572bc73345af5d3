import pytest

from socket_workbench.gui.exports.job import ExportJob, ExportTask, Outcome
from socket_workbench.gui.threads.qt_threads import QtThreads
from socket_workbench.journal.event import Kind
from socket_workbench.journal.export.form import export_forms
from socket_workbench.journal.search.query import Filter

FORMS = export_forms()


@pytest.fixture
def run(qtbot, recording, tmp_path):
    """Run an export in a thread; returns what became of it."""
    threads = QtThreads()

    def run(name="out.txt", *, cancel=False, **wanted):
        job = ExportJob(ExportTask(recording.path, FORMS["txt"], tmp_path / name, **wanted))
        if cancel:
            job.progressed.connect(job.cancel)
        with qtbot.waitSignal(job.ended, timeout=20_000) as ended:
            threads.start("export", job.run)
        assert threads.wait_all(20) == []
        return ended.args

    yield run
    threads.deleteLater()


def test_rows_are_exported_and_counted(run, recording, tmp_path):
    recording.receive(b"one", b"two", b"three")

    assert run() == [Outcome.DONE, f"3 rows were exported to {tmp_path / 'out.txt'}."]
    assert len((tmp_path / "out.txt").read_text().splitlines()) == 3


def test_only_what_is_wanted_is_exported(run, recording, tmp_path):
    recording.receive(b"one", b"two")
    recording.add((recording.accepted, Kind.CLOSED), (recording.accepted, Kind.RECEIVED, b"last"))

    run(wanted=Filter(kinds=frozenset({Kind.RECEIVED})), first=1)
    assert [line.split()[-1] for line in (tmp_path / "out.txt").read_text().splitlines()] == [
        "two",
        "last",
    ]
    outcome, sentence = run("rest.txt", first=3)
    assert outcome is Outcome.DONE
    assert sentence.startswith("1 row was exported")


def test_a_file_that_is_there_is_replaced_only_on_request(run, recording, tmp_path):
    (tmp_path / "out.txt").write_text("old")

    assert run()[0] is Outcome.FILE_THERE
    assert (tmp_path / "out.txt").read_text() == "old"
    assert run(replace=True)[0] is Outcome.DONE


def test_what_went_wrong_is_a_sentence(run, tmp_path):
    outcome, sentence = run("no/out.txt")

    assert outcome is Outcome.FAILED
    assert sentence.startswith(f"{tmp_path / 'no' / 'out.txt'} could not be written: ")


def test_a_long_export_tells_how_far_it_is_and_can_be_cancelled(run, recording, tmp_path):
    for _ in range(10):
        recording.receive(*[b"\x00" * 2000] * 2000)

    outcome, sentence = run(cancel=True)

    assert (outcome, sentence) == (
        Outcome.CANCELLED,
        "The export was cancelled; nothing was written.",
    )
    assert not (tmp_path / "out.txt").exists()
