import pytest

from socket_workbench.cli.output.output import Output
from socket_workbench.cli.saving import Saver
from socket_workbench.dialogues.commands import Save


def test_files_go_below_the_folder_which_is_made(tmp_path):
    saver = Saver(str(tmp_path / "out"), Output())
    saver.save(Save("a/b.bin", b"one"))
    saver.save(Save("a/b.bin", b"two"))

    assert (tmp_path / "out/a/b.bin").read_bytes() == b"two"
    assert not saver.has_failed


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Saver(None, Output()).save(Save("a", b"x"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../a", "/a", "link/a", "full"])
def test_what_cannot_be_written_is_told(tmp_path, capsys, name):
    folder = tmp_path / "out"
    (folder / "full").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path, target_is_directory=True)
    saver = Saver(str(folder), Output())
    saver.save(Save(name, b"x"))

    assert saver.has_failed
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "a").exists()
