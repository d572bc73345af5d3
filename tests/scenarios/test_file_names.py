from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.scenarios.file_names import check_file_name, folder_names, read_below


@pytest.mark.parametrize("name", ["a.bin", "folder/a b.toml", "ä/日本.txt"])
def test_names_below_a_folder_are_good(name):
    check_file_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../a", "a/../../b", "C:\\x", "C:x", "\\\\host\\x", "a\\b", "a\0b",
     "CON", "nul.txt", "a/aux", "x.", "x ", "~\n", "a" * 1001],
)  # fmt: skip
def test_names_that_lead_elsewhere_on_any_system_are_refused(name):
    with pytest.raises(ValueError, match="does not name a file below"):
        check_file_name(name)


@pytest.mark.needs("symbolic links")
def test_a_link_that_leads_out_is_not_read(tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "in").write_bytes(b"in")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    assert read_below(folder, "in", 10) == b"in"
    for name in ("out", "up/secret"):
        with pytest.raises(ValueError, match="leads out"):
            read_below(folder, name, 10)


def test_what_is_too_large_or_no_file_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    for name in ("a", "b", "."):
        with pytest.raises(ValueError, match=r"cannot be read|does not name"):
            read_below(tmp_path, name, 4)


@given(st.text(alphabet="./\\ab:\0 ", max_size=8))
def test_whatever_is_written_nothing_outside_is_read(tmp_path_factory, name):
    folder = tmp_path_factory.getbasetemp() / "below"
    folder.mkdir(exist_ok=True)
    (folder.parent / "a").write_bytes(b"outside")
    try:
        content = read_below(folder, name, 100)
    except ValueError:
        return
    assert content != b"outside"


def test_folders_have_the_names_of_what_they_are_for_and_numbers_where_those_are_taken():
    words = ["a-2", "a", "A", "a", "b: c", "b? c", "nul", "..", "x. ", "tab\t"]
    names = ["a-2", "a", "A-3", "a-4", "b_ c", "b_ c-2", "_nul", "_", "x", "tab_"]

    assert folder_names(words) == names


@given(st.lists(st.text(max_size=5), max_size=8))
def test_whatever_they_are_for_folders_have_different_names_that_are_good_everywhere(words):
    names = folder_names(words)

    assert len({name.casefold() for name in names}) == len(words)
    for name in names:
        check_file_name(name)
        assert len(PurePosixPath(name).parts) == 1
