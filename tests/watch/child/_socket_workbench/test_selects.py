"""Tests of what is told of waits for several sockets, with real programs."""

import threading

import pytest

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.watch.following import CallState, Following

SELECTS = """\
import selectors, socket, threading, time
from select import select
left, right = socket.socketpair()
print(select([left], [right], [], 0)[1] == [right])
threading.Timer(0.4, right.sendall, [b"x"]).start()
print(select([left], [], [], 30)[0] == [left])
for cls in (selectors.DefaultSelector, selectors.SelectSelector, selectors.PollSelector):
    with cls() as selector:
        selector.register(left, selectors.EVENT_READ)
        print([key.fileobj is left for key, _ in selector.select(timeout=5)])
try:
    select([-1], [], [], 0)
except ValueError as error:
    print(error)
"""


def test_the_selects_of_a_program_are_told_with_what_is_ready(watching):
    run = watching.run(SELECTS)
    selects = [call for call in run.calls if call.name == "select"]

    assert run.code == 0, run.errors
    assert run.printed.splitlines()[:5] == ["True", "True", "[True]", "[True]", "[True]"]
    assert run.printed.splitlines()[5].startswith("file descriptor cannot be a negative")
    left = selects[0].call.partition("((")[2].partition(",")[0]
    assert [call.result for call in selects[1:5]] == [f"(({left},), (), ())", *[f"({left},)"] * 3]
    assert [call.call for call in selects[2:5]] == ["select(5)"] * 3
    assert [call.line for call in selects] == [4, 6, 10, 10, 10, 12]
    assert selects[5].result == "ValueError"
    begun = [each for each in run.events if each.event.kind is Kind.CALL_BEGUN]
    assert len(begun) == 1  # the one that has waited
    assert not run.hints


POLLS = """\
import select, socket, threading
left, right = socket.socketpair()
poll, epoll = select.poll(), select.epoll()
print(type(poll).__name__, isinstance(epoll, select.epoll), type(poll.poll) == type(epoll.poll))
print(epoll.fileno() > 2, epoll.closed, poll.poll.__name__, len(select.epoll.poll.__doc__) > 9)
poll.register(left, select.POLLIN)
print(poll.poll(0))
threading.Timer(0.4, right.sendall, [b"x"]).start()
print(poll.poll(None) == [(left.fileno(), select.POLLIN)])
with select.epoll.fromfd(epoll.fileno()) as same:
    same.register(left, select.EPOLLIN)
    print(same.poll(maxevents=1, timeout=5) == [(left.fileno(), select.EPOLLIN)])
print(same.closed)
try:
    same.poll(1)
except ValueError as error:
    print(error)
for wrong in (poll, epoll):
    try:
        wrong.poll(0, 1, 2)
    except TypeError:
        print("TypeError")
"""


def test_poll_objects_are_what_they_are_and_their_waits_are_told(watching):
    run = watching.run(POLLS)
    polls = [call for call in run.calls if call.name == "poll"]

    assert run.code == 0, run.errors
    assert run.printed.splitlines() == [
        "poll True True",
        "True False poll True",
        "[]",
        "True",
        "True",
        "True",
        "I/O operation on closed epoll object",
        *["TypeError"] * 2,
    ]
    assert [(call.call, call.line) for call in polls] == [
        ("poll(0)", 7),
        ("poll(None)", 9),
        ("poll(maxevents=1, timeout=5)", 12),
        ("poll(1)", 15),
        *[("poll(0, 1, 2)", 20)] * 2,
    ]
    assert polls[1].result == polls[2].result
    assert polls[1].result.endswith(", 1),)")
    begun = [each for each in run.events if each.event.kind is Kind.CALL_BEGUN]
    assert [CallRecord.read(each.event.text).call for each in begun] == ["poll(None)"]
    assert not run.hints


LOOPS = """\
import asyncio, selectors, socketserver, subprocess, sys, threading
async def main():
    await asyncio.sleep(0.01)
asyncio.run(main())
subprocess.run([sys.executable, "-I", "-c", "print(1)"], capture_output=True, input=b"x")
with socketserver.TCPServer(("127.0.0.1", 0), None) as server:
    threading.Timer(0.5, server.shutdown).start()
    server.serve_forever(poll_interval=0.15)
"""


def test_the_loops_of_libraries_fill_no_log(watching):
    run = watching.run(LOOPS)

    assert run.code == 0, run.errors
    assert not [call for call in run.calls if call.name in ("poll", "select")]


SERVES = """\
import socketserver
with socketserver.TCPServer(("127.0.0.1", 0), None) as server:
    server.serve_forever(30)
"""


def test_a_server_waits_at_the_line_that_lets_it_serve(watching):
    news = threading.Event()
    following = Following(news.set)
    run = watching.start(SERVES, following=following)
    while [(each.line, each.state) for each in following.places()] != [(3, CallState.WAITING)]:
        assert news.wait(30)
        news.clear()
    run.close()
    assert not [each for each in run.events if "select" in each.event.text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("select", "from select import select\nselect([], [], [], 0)\n"),
        ("poll", "import select\nselect.poll().poll(0)\n"),
    ],
)
def test_a_wait_is_held_as_any_other_call(watching, name, text):
    run = watching.start(text, holds=True)
    run.wait_for_call(name)
    assert [call.name for call in run.watch.gate.held()] == [name]
    assert run.watch.gate.step()
    assert run.ended().code == 0


@pytest.mark.parametrize("text", ["def select(word):\n    return word\n", "select = str\n"])
def test_a_module_of_the_program_of_this_name_is_left_alone(watching, tmp_path, text):
    (tmp_path / "select.py").write_text(text)
    run = watching.run("import select\nprint(select.select('own'))\n")
    assert run.printed == "own\n", run.errors
