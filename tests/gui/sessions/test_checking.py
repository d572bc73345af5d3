import random
from functools import partial

import pytest

from socket_workbench.gui.sessions.checking import Loan, check_session, damage_sentence
from socket_workbench.gui.threads.job import Job
from socket_workbench.journal.event import Event, Kind


class Views:
    """Stands in for views of a session: counts those that are not released."""

    def __init__(self):
        self.open = 0

    def view(self):
        self.open += 1
        return self

    def release(self):
        self.open -= 1


@pytest.fixture
def check(qtbot):
    """Checks a session as a job; returns what it told and how it ended."""

    def check(path):
        loan = Loan()
        told: list[str | tuple[str, str]] = []
        job = Job("check session", partial(check_session, path, loan))
        job.told.connect(told.append)
        job.succeeded.connect(lambda sentence: told.append(sentence or "whole"))
        job.failed.connect(lambda sentence: told.append(("refused", sentence)))
        job.start()
        job.wait()
        loan.end()
        return told

    return check


def test_a_whole_session_is_opened_and_checked(check, recording):
    recording.receive(b"a", b"b")
    assert check(recording.path) == [2, "whole"]


def test_what_is_no_session_is_refused(check, tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a" + bytes(900))
    ((outcome, sentence),) = check(tmp_path / "x")
    assert outcome == "refused"
    assert "not a recorded session" in sentence


@pytest.mark.parametrize("order", ["begin end", "end begin", "end begin end"])
def test_a_view_is_released_whenever_it_is_lent(order):
    loan, views = Loan(), Views()
    for step in order.split():
        if step == "begin":
            loan.begin(views.view())
        else:
            loan.end()
    assert views.open == 0


def test_what_is_damaged_is_named(check, recording):
    events = [Event(n, 2, Kind.RECEIVED, b"x") for n in range(20_000)]
    recording.store.write([], events)
    recording.store._database.execute("UPDATE segments SET times = x'' WHERE first = 8192")
    assert check(recording.path) == [
        20_000,
        "This file is damaged. Rows 8,193 to 16,384 are damaged and cannot be shown."
        " 11,808 of 20,000 rows are whole.",
    ]


def test_a_file_cut_short_is_named(check, recording):
    for _ in range(40):
        recording.receive(*[random.randbytes(2000)] * 50)
    recording.store.close()
    content = recording.path.read_bytes()
    recording.path.write_bytes(content[: len(content) // 2])
    count, sentence = check(recording.path)
    assert f"What came after row {count:,} is missing." in sentence


def test_many_gaps_are_counted():
    gaps = [(number, number + 1) for number in range(0, 20, 2)]
    sentence = damage_sentence(gaps, 20)
    assert "Row 5 is damaged" in sentence
    assert "Row 7 " not in sentence
    assert "7 more places" in sentence
    assert sentence.endswith("10 of 20 rows are whole.")
    assert damage_sentence([], 20) == ""
