from socket_workbench.watch.model import STREAM, Call, CallError, End, Place, Process


def call(**options):
    end = End(2, STREAM, 3, 1, 0)
    return Call(Process(1), 1, "t", 1, end, "recv", (10,), (), None, None, None, 100, **options)


def test_a_call_that_has_not_returned_ends_where_it_begins():
    assert (call().ended, call(waited=7).ended) == (100, 107)
    assert not call().failed
    assert call(error=CallError("OSError", "", 9)).failed


def test_the_timeout_is_what_was_looked_up_before_a_call_that_waits():
    waiting, closing = call(), call()
    waiting.before = (0.5, False)
    closing.before = 17

    assert (waiting.timeout, closing.timeout, call().timeout) == (0.5, None, None)


def test_a_place_is_read_from_what_was_told():
    assert Place.read(None) is None
    assert Place.read(("a.py", 3, "f", True, ())) == Place("a.py", 3, "f", True, ())


def test_a_process_whose_calls_are_not_all_told_is_found_out():
    process = Process(1)
    in_order = [process.count(number) for number in (7, 9, 8, 10)]
    missing = [process.count(number) for number in (19, 20, 30, 31)]

    assert not any(in_order)
    assert missing == [False, False, True, False]


def test_a_process_with_many_threads_tells_calls_in_any_order():
    process = Process(1)

    assert not any(process.count(number) for number in (8, 1, 3, 2, 7, 6, 5, 4, 9))
