from pathlib import Path

import pytest

from socket_workbench.cli.batch import Turn
from socket_workbench.cli.saving import SavedFiles
from socket_workbench.dialogues.commands import Save
from socket_workbench.scenarios.model import ClientDocument, Scenario, StepDocument


def turn(place="", *files):
    inner = [StepDocument(save="x", file=file) for file in files]
    steps = [StepDocument(repeat=inner, times=1)]
    client = ClientDocument(endpoint="tcp://127.0.0.1:1", steps=steps)
    made = Turn("t", "folder", Scenario(format=1, title="T", clients=[client]))
    made.place = place
    return made


def test_files_go_below_the_folder_which_is_made(tmp_path):
    files = SavedFiles(str(tmp_path / "out"))
    for content in (b"one", b"two"):
        assert files.save(turn(), Save("a/b.bin", content)) == ""
    assert files.save(turn("t/2"), Save("a/b.bin", b"three")) == ""

    assert (tmp_path / "out/a/b.bin").read_bytes() == b"two"
    assert (tmp_path / "out/t/2/a/b.bin").read_bytes() == b"three"


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SavedFiles(None).check([turn("", "a")])
    assert SavedFiles(None).save(turn(), Save("a", b"x")) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("", "../a"),
        ("", "/a"),
        pytest.param("", "link/a", marks=pytest.mark.needs("symbolic links")),
        pytest.param("link", "a", marks=pytest.mark.needs("symbolic links")),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path, place, name):
    folder = tmp_path / "out"
    folder.mkdir()
    if "link" in (place, Path(name).parts[0]):
        (folder / "link").symlink_to(tmp_path, target_is_directory=True)

    assert SavedFiles(str(folder)).save(turn(place), Save(name, b"x")).endswith(".")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    "kind", ["file", "folder", pytest.param("link", marks=pytest.mark.needs("symbolic links"))]
)
def test_what_was_there_before_stays(tmp_path, kind):
    there = tmp_path / "t" / "a.bin"
    there.parent.mkdir()
    if kind == "file":
        there.write_bytes(b"old")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to("b.bin")
    files = SavedFiles(str(tmp_path))

    with pytest.raises(ValueError, match=r"a\.bin is there already; remove it") as caught:
        files.check([turn("other", "a.bin"), turn("t", "c", "a.bin")])
    assert files.save(turn("t"), Save("a.bin", b"new")) == str(caught.value)
    assert [file.name for file in there.parent.iterdir()] == ["a.bin"]
    assert kind != "file" or there.read_bytes() == b"old"
