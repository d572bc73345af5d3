import pytest

from socket_workbench.gui.rows import annotations as row_annotations
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.journal.annotations import Annotation, read_annotations, write_encoding


@pytest.fixture
def annotations(qapp, recording):
    return LogAnnotations(recording.path)


def everywhere(number):
    return True


def test_marks_are_put_and_taken_away(annotations, recording, qtbot):
    with qtbot.waitSignal(annotations.rows_changed):
        annotations.toggle_marks([1, 2])
    annotations.toggle_marks([2, 3])
    assert annotations.numbers() == [1, 2, 3]
    annotations.toggle_marks([1, 3])
    assert annotations.of(1) is None
    assert annotations.of(2) == Annotation(True)
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert read_annotations(recording.path).rows == {2: Annotation(True)}


def test_notes_stay_with_their_marks(annotations):
    annotations.set_note(4, "  odd \n")
    assert annotations.of(4) == Annotation(False, "odd")
    annotations.toggle_marks([4])
    annotations.set_note(4, "")
    assert annotations.of(4) == Annotation(True)


def test_the_row_of_a_moment_is_marked_once_it_is_there(annotations, recording, reader):
    annotations.rows_committed(reader, reader.count())
    recording.receive(b"one", b"two", b"three")
    times = list(reader.times(0, 3))
    annotations.mark_moment(times[1])
    annotations.mark_moment(times[2] + 10**9)
    annotations.rows_committed(reader, 0)
    assert annotations.numbers() == []
    annotations.rows_committed(reader, 3)
    annotations.rows_committed(reader, 3)
    assert annotations.numbers() == [1]
    assert annotations.of(1) == Annotation(True)


def test_many_rows_are_written_together(annotations, recording, qtbot, monkeypatch):
    written = []

    def write(path, rows):
        written.append(dict(rows))

    monkeypatch.setattr(row_annotations, "write_annotations", write)
    annotations.toggle_marks(range(1000))
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert written == [dict.fromkeys(range(1000), Annotation(True))]


def test_the_next_one_goes_round(annotations):
    annotations.toggle_marks([3, 7, 9])

    def following(number, shown=everywhere, *, forward=True):
        return annotations.next_number(number, forward=forward, shown=shown)

    assert [following(number) for number in (-1, 3, 5, 9)] == [3, 7, 7, 3]
    assert [following(number, forward=False) for number in (9, 3, 8)] == [7, 9, 7]
    assert following(3, lambda number: number != 7) == 9
    assert following(3, lambda number: False) == -1


def test_encodings_are_remembered(annotations, recording, qtbot):
    assert annotations.encoding("server") == "utf-8"
    with qtbot.waitSignal(annotations.encoding_changed) as changed:
        annotations.choose_encoding("server", "big5")
    assert changed.args == ["server", "big5"]
    with qtbot.assertNotEmitted(annotations.encoding_changed):
        annotations.choose_encoding("server", "big5")
    with pytest.raises(ValueError):
        annotations.choose_encoding("server", "klingon")
    qtbot.waitUntil(lambda: running_jobs() == [])
    again = LogAnnotations(recording.path)
    assert again.encoding("server") == "big5"


@pytest.mark.parametrize("encoding", ["rot13", "zip", "klingon", "", "\0"])
def test_what_is_no_encoding_in_a_file_of_anybodys_is_passed_over(qapp, recording, encoding):
    write_encoding(recording.path, "server", encoding)
    annotations = LogAnnotations(recording.path)

    assert annotations.encoding("server") == "utf-8"


def test_what_cannot_be_kept_is_told(qapp, tmp_path, qtbot):
    annotations = LogAnnotations(tmp_path / "nowhere")
    with qtbot.waitSignal(annotations.failed) as failed:
        annotations.toggle_marks([1])
    assert "cannot be kept" in failed.args[0]


def test_what_is_changed_again_and_again_is_written_in_this_order(annotations, recording, qtbot):
    for number in range(200):
        annotations.set_note(1, f"note {number}")
        if number % 20 == 0:
            qtbot.waitUntil(lambda: running_jobs() == [])
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert read_annotations(recording.path).rows == {1: Annotation(False, "note 199")}
