"""Tests of where the threads of a watched program are."""

from socket_workbench.watch.following import MOST_THREADS, CallState, Following
from socket_workbench.watch.model import Call, CallError, Place, Process


def _call(process, number, line, thread="MainThread"):
    place = Place("/a.py", line, "main", True, ())
    return Call(process, number, thread, 1, None, "recv", (9,), (), place, None, None, 5)


def test_each_thread_has_one_place_and_the_latest_is_last():
    news = []
    following = Following(lambda: news.append(1))
    process = Process(1)
    first, second = _call(process, 1, 3), _call(process, 2, 7, "other")

    following.held_before(first)
    following.begun(second)
    following.begun(first)
    first.received = (4, b"")
    following.returned(first)

    found = [(each.line, each.state, each.result) for each in following.places()]
    assert found == [(7, CallState.WAITING, ""), (3, CallState.RETURNED, "4")]
    assert len(news) == 4

    following.finished(process, 9)

    found = [(each.line, each.state, each.result) for each in following.places()]
    assert found == [(3, CallState.RETURNED, "4")]


def test_what_never_returned_is_not_kept_when_its_process_has_ended():
    following = Following(lambda: None)
    process = Process(1)
    following.begun(_call(process, 1, 3))
    following.finished(process, 9)
    assert following.places() == []


def test_what_has_failed_is_told_apart_from_what_would_have_had_to_wait():
    following = Following(lambda: None)
    call = _call(Process(1), 1, 3)
    states = []
    for error in (CallError("ConnectionResetError", "", 104), CallError("BlockingIOError", "", 11)):
        call.error = error
        following.returned(call)
        states += [(each.state, each.result) for each in following.places()]
    assert states == [(CallState.FAILED, "ECONNRESET"), (CallState.RETURNED, "EAGAIN")]


def test_threads_without_number_are_bounded():
    following = Following(lambda: None)
    process = Process(1)
    for number in range(MOST_THREADS + 5):
        following.begun(_call(process, number, number + 1, f"thread {number}"))

    lines = [each.line for each in following.places()]
    assert lines == list(range(6, MOST_THREADS + 6))
