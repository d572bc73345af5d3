"""Tests of what is told of waits for several sockets, with real programs."""

import threading

import pytest

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
    assert not [call for call in run.calls if call.name == "select"]


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


def test_select_is_held_as_any_other_call(watching):
    run = watching.start("from select import select\nselect([], [], [], 0)\n", holds=True)
    run.wait_for_call("select")
    assert [call.name for call in run.watch.gate.held()] == ["select"]
    assert run.watch.gate.step()
    assert run.ended().code == 0


@pytest.mark.parametrize("text", ["def select(word):\n    return word\n", "select = str\n"])
def test_a_module_of_the_program_of_this_name_is_left_alone(watching, tmp_path, text):
    (tmp_path / "select.py").write_text(text)
    run = watching.run("import select\nprint(select.select('own'))\n")
    assert run.printed == "own\n", run.errors
