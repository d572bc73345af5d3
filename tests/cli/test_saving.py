import pytest

from socket_workbench.cli.saving import save_file
from socket_workbench.dialogues.commands import Save


def test_files_go_below_the_folder_which_is_made(tmp_path):
    for content in (b"one", b"two"):
        assert save_file(str(tmp_path / "out"), Save("a/b.bin", content)) == ""

    assert (tmp_path / "out/a/b.bin").read_bytes() == b"two"


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert save_file(None, Save("a", b"x")) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../a", "/a", "link/a", "full"])
def test_what_cannot_be_written_is_told(tmp_path, name):
    folder = tmp_path / "out"
    (folder / "full").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path, target_is_directory=True)

    assert save_file(str(folder), Save(name, b"x")).endswith(".")
    assert not (tmp_path / "a").exists()
