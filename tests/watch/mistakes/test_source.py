import os

import pytest

from socket_workbench.watch.mistakes import source
from socket_workbench.watch.mistakes.source import Sources, Use
from socket_workbench.watch.model import Place


@pytest.fixture
def use(tmp_path):
    """Return a function that says what a program does with what it receives in its last line."""

    def of(text):
        path = tmp_path / "a.py"
        path.write_text(text)
        line = next(n for n, each in enumerate(text.splitlines(), 1) if "recv" in each)
        return Sources().use(Place(str(path), line, "f", True, ()), "recv")

    return of


@pytest.mark.parametrize(
    ("text", "is_collected", "is_in_loop"),
    [
        ("data += s.recv(9)", True, False),
        ("parts.append(s.recv(9))", True, False),
        ("def f():\n    return s.recv(9)", True, False),
        ("while x := s.recv(9):\n    other.sendall(x)", True, True),
        ("while True:\n    x = s.recv(9)\n    data = data + x", True, True),
        ("x, y = s.recvfrom(9), s.recv(9)\nkeep(x)", False, False),
        ("x = s.recv(9).decode()\nhandle(x)", True, False),
        ("x = s.recv(9)\nprint(x, len(x))", False, False),
        ("x = s.recv(9)\nif x == b'a':\n    pass", False, False),
        ("for _ in y:\n    def f():\n        print(s.recv(9))", False, True),
    ],
)
def test_what_is_done_with_a_result(use, text, is_collected, is_in_loop):
    found = use(text)

    assert found.is_known
    assert (found.is_collected, found.is_in_loop) == (is_collected, is_in_loop)


def test_what_is_printed_and_what_is_lost(use):
    assert use("print(s.recv(9))").is_printed
    assert not use("print(s.recv(9), end='')").is_printed
    assert use("x = s.recv(9)\nprint(x.decode())").is_printed
    assert use("s.recv(9)").is_bare
    assert not use("x = s.recv(9)").is_bare
    assert use("x = s.recv(9)").name == "x"


@pytest.mark.parametrize("text", ["s.recv(9) )", "\0 recv", "recv = 5", "(" * 5000 + "recv"])
def test_what_cannot_be_read_is_not_known(use, text):
    assert use(text) == Use()


def test_a_file_that_is_not_there_or_too_large_is_not_read(tmp_path, monkeypatch):
    place = Place(str(tmp_path / "a.py"), 1, "f", True, ())
    assert Sources().use(place, "recv") == Use()

    monkeypatch.setattr("socket_workbench.watch.mistakes.source.LARGEST", 3)
    (tmp_path / "a.py").write_text("s.recv(9)")
    assert Sources().use(place, "recv") == Use()


def test_a_source_that_is_no_file_is_not_waited_for(tmp_path):
    pipe = tmp_path / "a.py"
    os.mkfifo(pipe)

    assert not Sources().use(Place(str(pipe), 1, "f", True, ()), "recv").is_known
    assert not Sources().use(Place("/dev/zero", 1, "f", True, ()), "recv").is_known
    assert not Sources().use(Place("a\0b\ud800", 1, "f", True, ()), "recv").is_known


def test_python_does_not_warn_of_the_programs_source(use):
    assert use(r"x = s.recv(9); y = '\d'").is_known


def test_an_expression_that_is_nested_too_deeply_is_no_mistake(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("x" + ".a" * 1500 + " == 'text'\n")
    sources = Sources()
    assert not sources.compares_by_mistake(str(path), 1)
    path.with_name("b.py").write_text("x == 'text'\n")
    assert sources.compares_by_mistake(str(path.with_name("b.py")), 1)
    assert not sources.compares_by_mistake(str(tmp_path / "none.py"), 1)


def test_files_without_number_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MOST_FILES", 2)
    sources = Sources()
    known = []
    for number in range(3):
        path = tmp_path / f"{number}.py"
        path.write_text("sock.recv(9)\n")
        known.append(sources.use(Place(str(path), 1, "main", True, ()), "recv").is_known)
    assert known == [True, True, False]
