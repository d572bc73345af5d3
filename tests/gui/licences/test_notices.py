import re
from importlib.metadata import PackageNotFoundError, distribution

import msgspec
import pytest

from socket_workbench.gui.licences import notices as module
from socket_workbench.gui.licences.notices import Notice, installed_notices, notices


@pytest.fixture
def by_name():
    return {notice.name: notice for notice in installed_notices()}


def test_the_program_what_it_shows_and_python_come_first():
    names = [notice.name for notice in installed_notices()[:5]]
    assert names == ["Socket Workbench", "Inter", "JetBrains Mono", "Lucide", "Python"]


def test_every_part_has_a_whole_text(by_name):
    for name, notice in by_name.items():
        assert len(notice.text) > 500, name


def test_what_the_program_needs_is_there_with_what_that_needs(by_name):
    assert {"PySide6_Essentials", "shiboken6", "msgspec", "psutil", "pyqtgraph"} <= by_name.keys()
    assert not {"pytest", "mypy", "pyinstaller"} & by_name.keys()


def test_qt_has_the_lgpl_which_the_wheels_lack(by_name):
    notice = by_name["PySide6_Essentials"]
    assert "LGPL-3.0" in notice.licence
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notice.text
    assert "GNU GENERAL PUBLIC LICENSE" in notice.text
    assert "src/3rdparty/freetype" in notice.text


def test_a_licence_that_covers_several_parts_has_their_texts(by_name):
    if "numpy" not in by_name:
        pytest.skip("numpy is not installed")
    assert "Mersenne Twister" in by_name["numpy"].text


def test_libraries_inside_of_libraries_are_told(by_name):
    re2, crc = by_name["google-re2"], by_name["fastcrc"]
    for name in ("The RE2 Authors", "The Abseil Authors", "Wenzel Jakob", "Apache License"):
        assert name in re2.text
    assert re2.licence == "BSD License"
    listed = next(
        file
        for file in distribution("fastcrc").files or ()
        if file.name == "fastcrc.cyclonedx.json"
    )
    parts = msgspec.json.decode(listed.read_text())["components"]
    assert {part["name"] for part in parts} <= set(re.findall(r"[\w-]+", crc.text))
    # What asks for a notice of its own: generic-array, spin, the tables of Rust's library.
    for name in ("Bartłomiej Kamiński", "Mathijs van de Nes", "1991-2025 Unicode, Inc."):
        assert name in crc.text


def test_a_package_tells_what_was_found_when_it_was_built(tmp_path, monkeypatch):
    told = [Notice("OpenSSL", "3.0", "Apache-2.0", "Apache License …")]
    (tmp_path / module.SHIPPED).write_bytes(msgspec.json.encode(told))
    monkeypatch.setattr(module, "resource_folder", lambda name: tmp_path)
    assert notices() == told


def test_where_nothing_is_installed_the_parts_of_the_folder_are_told(monkeypatch):
    def not_found(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "distribution", not_found)
    assert [notice.name for notice in installed_notices()][:2] == ["Socket Workbench", "Inter"]
    assert len(installed_notices()) == 5
