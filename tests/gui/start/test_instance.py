import json
import select
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.start import instance as module
from socket_workbench.gui.start.instance import (
    DONE,
    GREETING,
    MOST_BYTES,
    MOST_CLIENTS,
    Instance,
    Request,
)
from socket_workbench.user_folders import instance_file

REQUEST = Request("/tmp/日本 \udcff.scenario.toml", True, ("/tmp/a b.swb",), "token")


@pytest.fixture
def first(qtbot):
    instance = Instance()
    assert instance.is_first
    instance.listen()
    yield instance
    instance.close()
    instance.deleteLater()


@pytest.fixture
def client():
    """Connects to the program that runs; a client reads in a thread, as the server runs in this."""
    opened = []

    def client():
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(20)
        connection.connect(str(instance_file()))
        opened.append(connection)
        return connection

    yield client
    for connection in opened:
        connection.close()


def everything(qtbot, connection):
    """Return all that a client is sent until its end."""
    came = []

    def read():
        try:
            while data := connection.recv(100):
                came.append(data)
        except ConnectionResetError:
            came.append(b"reset")

    reading = threading.Thread(target=read)
    reading.start()
    qtbot.waitUntil(lambda: not reading.is_alive())
    return b"".join(came)


def second_asks(qtbot, request):
    """Ask as another process does."""
    answers = []
    asking = threading.Thread(target=lambda: answers.append(_ask_plainly(request.line())))
    asking.start()
    qtbot.waitUntil(lambda: not asking.is_alive())
    return answers[0]


def _ask_plainly(line):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(str(instance_file()))
        assert connection.recv(100) == GREETING
        connection.sendall(line)
        return connection.recv(100)


def test_another_start_is_answered_and_its_request_comes_whole(qtbot, first):
    asked: list[Request] = []
    first.requested.connect(asked.append)
    assert second_asks(qtbot, REQUEST) == DONE
    assert asked == [REQUEST]


def test_the_answer_does_not_wait_until_what_is_asked_for_is_done(qtbot, first, client):
    asking = client()
    qtbot.waitUntil(lambda: select.select([asking], [], [], 0)[0] != [])
    assert asking.recv(100) == GREETING
    answers = []

    def do(request):
        answers.append(asking.recv(100) if select.select([asking], [], [], 1)[0] else b"nothing")

    first.requested.connect(do)
    asking.sendall(REQUEST.line())
    qtbot.waitUntil(lambda: answers != [])
    assert answers == [DONE]


def test_the_socket_is_its_users_alone(first):
    assert stat.S_IMODE(instance_file().stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(instance_file().parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"\xff\n",
        b"[" * 5000 + b"\n",
        b"GET / HTTP/1.1\r\n",
        b"9" * 5000 + b"\n",
        REQUEST.line().replace(b"/tmp/a b.swb", b"a b.swb"),
        REQUEST.line().replace(b"/tmp/a b.swb", b"/a\\u0000b"),
        REQUEST.line().replace(b'"run": true', b'"run": "rm"'),
        REQUEST.line().replace(b'"token"}', b'"' + b"t" * 300 + b'"}'),
        b"x" * (MOST_BYTES + 10),
    ],
)
def test_what_is_no_request_is_not_answered_and_does_nothing(qtbot, first, client, line):
    asked: list[Request] = []
    first.requested.connect(asked.append)
    connection = client()
    sending = threading.Thread(target=connection.sendall, args=(line,))
    sending.start()
    assert DONE not in everything(qtbot, connection)
    qtbot.waitUntil(lambda: not sending.is_alive())
    assert asked == []
    assert second_asks(qtbot, REQUEST) == DONE


@given(
    st.dictionaries(
        st.sampled_from([*Request._fields, "other"]), st.none() | st.text() | st.booleans()
    )
    | st.lists(st.text())
)
def test_no_request_is_read_from_anything_else(value):
    with pytest.raises(ValueError):
        Request.read(json.dumps(value).encode())


@given(st.text().filter(lambda text: "\0" not in text), st.booleans())
def test_every_name_of_a_file_comes_back(name, run):
    path = str(Path("/", name))
    request = Request(path, run, (path, path))
    assert Request.read(request.line()) == request


def test_many_clients_that_say_nothing_do_no_harm(qtbot, first, client, monkeypatch):
    monkeypatch.setattr(module, "CLIENT_PATIENCE", 200)
    silent = [client() for _ in range(2 * MOST_CLIENTS)]
    qtbot.waitUntil(lambda: len(first.findChildren(module._Client)) == MOST_CLIENTS)
    for connection in silent:
        assert everything(qtbot, connection) in (GREETING, b"", b"reset", GREETING + b"reset")
    qtbot.waitUntil(lambda: first.findChildren(module._Client) == [])
    assert second_asks(qtbot, REQUEST) == DONE


def test_there_is_one_until_it_ends(qtbot, first):
    second = Instance()
    assert not second.is_first
    second.listen()
    first.close()
    assert not instance_file().exists()
    third = Instance()
    assert third.is_first
    third.close()


def test_another_data_folder_is_another_program(qtbot, first, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    other = Instance()
    assert other.is_first
    other.close()


def test_what_a_killed_process_left_is_taken_over(qtbot):
    instance_file().parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(instance_file()))
    instance_file().with_name(f"{instance_file().name}.lock").touch()
    instance = Instance()
    instance.listen()
    assert instance.is_first
    assert second_asks(qtbot, REQUEST) == DONE
    instance.close()


@pytest.mark.parametrize("obstacle", ["others may read it", "it is a file", "it is a link"])
def test_without_a_private_folder_there_is_no_sharing(qtbot, tmp_path, obstacle):
    folder = instance_file().parent
    if obstacle == "others may read it":
        folder.mkdir()
        folder.chmod(0o755)
    elif obstacle == "it is a file":
        folder.touch()
    else:
        (tmp_path / "mine").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "mine")
    instance = Instance()
    assert not instance.is_first
    assert not instance.ask(REQUEST)
    instance.listen()


def test_without_a_temporary_folder_there_is_one_program_for_a_data_folder(qtbot, monkeypatch):
    def none() -> str:
        raise FileNotFoundError

    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "gettempdir", none)
    instance = Instance()
    instance.listen()
    assert instance.is_first
    assert second_asks(qtbot, REQUEST) == DONE
    instance.close()


SERVER = """
import socket, sys
path, holds, words = sys.argv[1], sys.argv[2] == "True", sys.argv[3:]
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(path)
    listener.listen()
    print("listening", flush=True)
    peer, _ = listener.accept()
    heard = b""
    try:
        for word in words:
            peer.sendall(word.encode())
        while holds and (data := peer.recv(1000)):
            heard += data
    except ConnectionError:
        pass
    peer.close()
    print(len(heard))
"""


@contextmanager
def server(*words, holds):
    """Another process that listens in the place of the program, and says this.

    A thread could not run while PySide6 waits for it.
    """
    claim = Instance()
    assert claim.is_first
    heard: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-S", "-c", SERVER, str(instance_file()), str(holds), *words],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield heard
        heard.append(int(process.stdout.readline()))
    instance_file().unlink()
    claim.close()


@pytest.mark.parametrize(
    ("words", "holds", "is_told"),
    [
        ((), True, False),  # it hangs
        ((), False, False),
        (("HTTP/1.1 400 Bad Request\r\n\r\n",), True, False),
        (("x" * 100_000,), False, False),
        ((GREETING.decode(),), True, True),
        ((GREETING.decode(), "no\n"), True, True),
    ],
)
def test_a_program_that_does_not_answer_is_not_waited_for_long(
    qtbot, monkeypatch, words, holds, is_told
):
    monkeypatch.setattr(module, "PATIENCE", 200)
    with server(*words, holds=holds) as heard:
        second = Instance()
        assert not second.ask(REQUEST)
        assert not second.is_first
    # It has told what to open only after the greeting.
    assert (heard != [0]) == is_told


def test_a_program_that_ends_meanwhile_is_succeeded(qtbot, first, monkeypatch):
    second = Instance()
    first.close()
    assert not second.ask(REQUEST)
    assert second.is_first
    second.close()


def test_a_program_that_does_not_listen_yet_is_waited_for(qtbot, monkeypatch):
    monkeypatch.setattr(module, "STARTING", 200)
    starting = Instance()
    second = Instance()
    assert not second.ask(REQUEST)
    assert not second.is_first
    starting.close()


def test_where_it_cannot_listen_it_gives_the_place_up(qtbot, monkeypatch):
    monkeypatch.setattr(module, "local_socket_name", lambda path: f"{path}{'x' * 200}")
    instance = Instance()
    instance.listen()
    assert not instance.is_first
    assert list(instance_file().parent.iterdir()) == []
