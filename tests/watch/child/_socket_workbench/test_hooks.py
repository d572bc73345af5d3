import importlib.util
import sys
import sysconfig
from pathlib import Path

import pytest

from socket_workbench.watch.child._socket_workbench.hooks import ImportHook

ASYNCIO = """\
import asyncio

async def handle(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    await writer.drain()
    writer.close()
    if line == b"fail\\n":
        raise KeyError("in a task")

async def ask(port, line):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(line)
    print(await reader.read())
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        for line in (b"abc\\n", b"fail\\n"):
            await ask(server.sockets[0].getsockname()[1], line)
            await asyncio.sleep(0)

asyncio.run(main())
"""


def test_asyncio_is_seen_without_the_sockets_that_wake_its_loop(watching):
    run = watching.run(ASYNCIO)
    lines = run.lines()

    assert run.code == 0, run.errors
    assert [line for line in lines if "sent" in line or "received" in line] == [
        "client sent abc",
        "server received abc",
        "server sent ABC",
        "client received ABC",
        "client sent fail",
        "server received fail",
        "server sent FAIL",
        "client received FAIL",
    ]
    assert sum(" connected " in line for line in lines) == 2
    assert not any(call.name == "socketpair" for call in run.calls)
    assert any("error KeyError: 'in a task'  program.py:9" in line for line in lines)


SOCKETSERVER = """\
import socket, socketserver, threading

class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b"fail\\n":
                raise KeyError("in a handler")
            self.wfile.write(line.upper())

with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with socket.create_connection(server.server_address) as sock, sock.makefile("rwb") as file:
        file.write(b"abc\\n")
        file.flush()
        print(file.readline())
        sock.sendall(b"fail\\n")
        print(file.read())
    server.shutdown()
    thread.join()
"""


def test_socketserver_is_seen_with_the_errors_of_handlers(watching):
    run = watching.run(SOCKETSERVER)
    lines = run.lines()

    assert run.code == 0, run.errors
    assert [line for line in lines if "sent" in line or "received" in line] == [
        "client sent abc",
        "server received abc",
        "server sent ABC",
        "client received ABC",
        "client sent fail",
        "server received fail",
    ]
    assert any("error KeyError: 'in a handler'  program.py:7" in line for line in lines)


def test_a_sitecustomize_that_ours_hides_is_run(watching, monkeypatch):
    (watching.folder / "more").mkdir()
    (watching.folder / "more" / "sitecustomize.py").write_text("print('customized')")
    monkeypatch.setenv("PYTHONPATH", str(watching.folder / "more"))
    run = watching.run(
        "import sitecustomize, sys\nprint(sitecustomize.__file__)\nprint(sys.path)\n"
        "print([each for each in sys.modules if each in ('socket', 'threading', 'warnings')])\n"
    )
    customized, file, path, imported = run.printed.splitlines()

    assert customized == "customized"
    assert file == str(watching.folder / "more" / "sitecustomize.py")
    assert "child" not in path
    assert "socket" not in imported
    assert run.errors == ""


def test_bytes_printed_as_text_warn_of_nothing(watching):
    run = watching.run("print(b'abc', str(b'x'), b'abc' == 'abc')\n")

    assert run.printed == "b'abc' b'x' False\n"
    assert run.errors == ""


def test_the_hook_lets_python_find_the_module_and_changes_it_each_time(tmp_path, monkeypatch):
    (tmp_path / "wanted.py").write_text("value = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    seen: list[object] = []
    hook = ImportHook({"wanted": seen.append, "builtins": seen.append}, lambda *_: None)
    monkeypatch.setattr(sys, "meta_path", [hook, *sys.meta_path])

    assert hook.find_spec("other") is None
    assert hook.find_spec("builtins") is not None
    wanted = importlib.import_module("wanted")
    assert seen == [wanted]
    importlib.reload(wanted)
    assert seen == [wanted, wanted]
    monkeypatch.delitem(sys.modules, "wanted")


@pytest.mark.parametrize("name", ["no_such_module", "wanted"])
def test_a_module_that_is_not_there_is_not_found(name):
    hook = ImportHook({"no_such_module": print, "wanted": print}, print)
    before, sys.meta_path = sys.meta_path, [hook, *sys.meta_path]
    try:
        assert hook.find_spec(name) is None
    finally:
        sys.meta_path = before


def test_a_module_that_was_imported_before_is_watched(watching, monkeypatch):
    # `site` runs .pth files before it imports `sitecustomize`.
    base = getattr(sys, "_base_executable", sys.executable)
    scheme = sysconfig.get_preferred_scheme("user")
    folder = sysconfig.get_path("purelib", scheme, {"userbase": str(watching.folder)})
    Path(folder).mkdir(parents=True)
    (Path(folder) / "early.pth").write_text("import socket, threading\n")
    monkeypatch.setenv("PYTHONUSERBASE", str(watching.folder))
    run = watching.run("import socket\nsocket.socket().close()\n", python=base)

    assert [call.name for call in run.calls] == ["socket", "close"]


PRINTS = """\
import logging, multiprocessing, socket, sys, threading, traceback

def fail():
    socket.create_server(("127.0.0.1", 0)).recv(1)

class Mine(multiprocessing.Process):
    def run(self):
        fail()

def main():
    try:
        fail()
    except OSError as error:
        traceback.print_exc()
        logging.exception("logged")
        print("".join(traceback.format_exception(type(error), error, error.__traceback__)))
        print(len(traceback.extract_tb(error.__traceback__)))
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        process = context.Process(target=fail)
        process.start()
        process.join()
        print(process.exitcode)
    mine = Mine()
    mine.start()
    mine.join()
    print(mine.exitcode)
    threading.Thread(target=fail).start()

if __name__ == "__main__":
    main()
"""


def test_no_frame_of_ours_is_in_what_a_program_prints(watching):
    run = watching.run(PRINTS)

    assert run.code == 0
    assert run.printed.splitlines()[-4:] == ["2", "1", "1", "1"]
    assert run.errors.count("Traceback (most recent call last)") == 6
    assert "Process SpawnProcess-2:" in run.errors
    assert "_socket_workbench" not in run.printed + run.errors
    # What ends a process is an error as that of the program itself, told once for each line.
    assert [(hint.topic, hint.line) for hint in run.hints] == [("recv-on-listener", 4)]
    ends = [line for line in run.lines() if "error OSError" in line]
    assert len(ends) == 4
