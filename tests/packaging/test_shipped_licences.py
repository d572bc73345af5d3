import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from socket_workbench.gui.licences.notices import Notice


@pytest.fixture
def shipped(load, monkeypatch):
    module = load("shipped_licences")
    starter = Notice("PyInstaller", "6", "GPL-2.0-or-later", "The bootloader …")
    monkeypatch.setattr(module, "_starter", lambda: starter)
    return module


@pytest.fixture
def listed(tmp_path):
    """What PyInstaller lists, with a library of the system that is found by `ldd`."""
    entries = [
        ("libz.so.1", str(library()), "BINARY"),
        ("lib.so", str(Path(sys.prefix, "lib", "lib.so")), "BINARY"),
        ("lib2.so", str(Path(sys.base_prefix, "lib", "lib2.so")), "BINARY"),
        ("base_library.zip", "/made/base_library.zip", "DATA"),
        ("libz.so", "libz.so.1", "SYMLINK"),
    ]
    file = tmp_path / "COLLECT-00.toc"
    file.write_text(repr((entries, "more")), "utf-8")
    return file


def library():
    for folder in ("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64"):
        if Path(folder, "libz.so.1").exists():
            return Path(folder, "libz.so.1").resolve()
    pytest.skip("there is no zlib where Debian has it")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "made" / "_internal" / "socket_workbench" / "resources" / "licences"
    place.mkdir(parents=True)
    return tmp_path / "made"


def test_only_libraries_of_the_system_are_looked_up(shipped, listed):
    assert shipped.system_libraries(listed) == [library()]


def test_about_and_people_find_every_licence(shipped, listed, folder):
    if shutil.which("dpkg-query") is None:
        pytest.skip("this system has no packages of Debian")
    shipped.write_licences(folder, listed)
    place = folder / "_internal/socket_workbench/resources/licences" / shipped.SHIPPED
    notices = msgspec.json.decode(place.read_bytes(), type=list[Notice])
    names = [notice.name for notice in notices]
    assert names[0] == "Socket Workbench"
    assert names[-2:] == ["PyInstaller", "zlib1g"]
    text = (folder / shipped.TEXT).read_text("utf-8")
    assert all(notice.text in text for notice in notices)


def test_a_library_without_a_licence_is_named(shipped, tmp_path):
    with pytest.raises(shipped.LicenceError, match=r"mine\.so is not known: no package"):
        shipped.system_notices([tmp_path / "mine.so"])


def test_a_package_without_a_licence_is_named(shipped, monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "_package", lambda library: "thing")
    monkeypatch.setattr(shipped, "DOCUMENTS", tmp_path)
    with pytest.raises(
        shipped.LicenceError, match=r"thing\.so is not known: there is no .*copyright"
    ):
        shipped.system_notices([Path("/usr/lib/thing.so")])
