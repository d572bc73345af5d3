import os

import pytest

from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.journal.stream_file import StreamFileError, write_bytes, write_stream


def never():
    return False


def ignore(written, rows):
    pass


@pytest.fixture
def spoken(store, reader, conversation):
    store.write([], conversation)
    return reader


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.TO_SERVER, "Hello, server"),
        (Direction.TO_CLIENT, "Grüße, client"),
        (None, "Hello, serverGrüße, client"),
    ],
)
def test_one_direction_or_both(spoken, tmp_path, direction, expected):
    target = tmp_path / "out.bin"
    wanted = Filter(connections=frozenset([1]), direction=direction)
    assert write_stream(spoken, wanted, target, never, ignore) == len(expected.encode())
    assert target.read_bytes() == expected.encode()
    assert list(tmp_path.glob(".*")) == []


def test_many_and_large_payloads(store, reader, tmp_path):
    payloads = [bytes([number % 256]) * (number % 700) for number in range(9000)]
    payloads.append(b"z" * 3_000_000)
    store.write([], [Event(1, 2, Kind.SENT, payload) for payload in payloads])
    told = []
    target = tmp_path / "out.bin"
    write_stream(reader, Filter(), target, never, lambda written, rows: told.append(rows))
    assert target.read_bytes() == b"".join(payloads)
    assert told == sorted(told)
    assert told[-1] == 9001


@pytest.mark.parametrize("patience", [0, 1, 3])
def test_a_cancelled_one_leaves_the_file_as_it_was(spoken, tmp_path, patience):
    target = tmp_path / "out.bin"
    target.write_bytes(b"before")
    answers = iter([False] * patience + [True] * 20)
    assert write_stream(spoken, Filter(), target, lambda: next(answers), ignore) is None
    assert target.read_bytes() == b"before"
    assert list(tmp_path.glob(".*")) == []


def test_a_file_that_cannot_be_written_is_told(spoken, tmp_path):
    with pytest.raises(StreamFileError, match="Choose another place"):
        write_stream(spoken, Filter(), tmp_path / "nowhere" / "out", never, ignore)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StreamFileError):
        write_stream(spoken, Filter(), tmp_path / "folder", never, ignore)
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.needs("permission bits")
def test_a_file_that_was_there_keeps_its_permissions(spoken, tmp_path):
    target = tmp_path / "out.bin"
    target.touch(mode=0o600)
    write_stream(spoken, Filter(), target, never, ignore)
    assert target.stat().st_mode & 0o777 == 0o600


def test_the_session_itself_is_not_overwritten(spoken, tmp_path):
    before = spoken.path.read_bytes()
    with pytest.raises(StreamFileError, match="the session itself"):
        write_stream(spoken, Filter(), spoken.path, never, ignore)
    assert spoken.path.read_bytes() == before


@pytest.mark.needs("symbolic links")
def test_the_session_itself_is_not_overwritten_by_a_link_to_it(spoken, tmp_path):
    before = spoken.path.read_bytes()
    (tmp_path / "link").symlink_to(spoken.path)
    with pytest.raises(StreamFileError, match="the session itself"):
        write_stream(spoken, Filter(), tmp_path / "link", never, ignore)
    assert spoken.path.read_bytes() == before


def test_of_a_message_that_was_not_sent_whole_there_is_what_was(store, reader, tmp_path):
    store.take_unsent([Unsent(1, 2, 4)])
    store.write([], [Event(1, 2, Kind.SENT, b"0123456789"), Event(2, 2, Kind.SENT, b"whole")])
    target = tmp_path / "out.bin"
    write_stream(reader, Filter(), target, never, ignore)
    assert target.read_bytes() == b"0123whole"


@pytest.mark.needs("permission bits", "symbolic links")
def test_bytes_replace_a_file_but_not_its_permissions_nor_a_link(tmp_path):
    (tmp_path / "a").touch(mode=0o600)
    (tmp_path / "link").symlink_to("a")

    write_bytes(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"1"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a\nb", marks=pytest.mark.needs("any file name")),
        "-o",
        pytest.param("\udcff", marks=pytest.mark.needs("any file name")),
        "…" * 80,
        "=1+1",
    ],
)
def test_bytes_can_have_any_name_that_a_file_can_have(tmp_path, name):
    write_bytes(tmp_path / name, b"1")
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "\ud800", "missing/a", "."])
def test_why_bytes_could_not_be_written_is_a_sentence(reader, tmp_path, name):
    before = sorted(tmp_path.iterdir())
    for write in (
        lambda target: write_bytes(target, b"1"),
        lambda target: write_stream(reader, Filter(), target, never, ignore),
    ):
        with pytest.raises(StreamFileError, match=r"could not be written: .+\. Choose another"):
            write(tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before
