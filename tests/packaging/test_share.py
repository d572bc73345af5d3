"""What packages bring for a desktop is valid, and opens our files with our program."""

import configparser
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
import share

from socket_workbench import __version__
from socket_workbench.journal.storage.schema import APPLICATION_ID

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1500000000")
        share.make(folder)
    return folder


@pytest.fixture(scope="module")
def types(made):
    """Return the description of each MIME type, by its name."""
    tree = ET.parse(made / "mime/packages/socket-workbench.xml")
    return {each.get("type"): each for each in tree.getroot().iter(f"{MIME}mime-type")}


@pytest.fixture(scope="module")
def menu_entry(made):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(made / "applications/socket-workbench.desktop", "utf-8")
    return parser["Desktop Entry"]


def output(*words, **variables):
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=50, env={**os.environ, **variables}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_menu_entry_opens_every_type_that_is_described(menu_entry, types):
    assert set(menu_entry["MimeType"].strip(";").split(";")) == set(types)
    assert menu_entry["Exec"] == "socket-workbench %F"
    assert menu_entry["Actions"] == "new-window;"


def test_the_entry_and_each_type_have_an_icon_in_every_size(made, menu_entry, types):
    theme = made / "icons" / "hicolor"
    for folder in theme.iterdir():
        suffix = "svg" if folder.name == "scalable" else "png"
        assert (folder / "apps" / f"{menu_entry['Icon']}.{suffix}").is_file()
        for name in types:
            assert (folder / "mimetypes" / f"{name.replace('/', '-')}.{suffix}").is_file()


def test_a_session_is_known_by_its_content_too(types):
    [session] = [each for name, each in types.items() if name.endswith("session")]
    values = [match.get("value") for match in session.iter(f"{MIME}match")]

    assert values == ["SQLite format 3", APPLICATION_ID.to_bytes(4, "big").decode()]


def test_the_metadata_names_this_version_and_the_date_of_the_sources(made):
    [path] = (made / "metainfo").iterdir()
    component = ET.parse(path).getroot()
    [release] = component.iter("release")

    assert path.name == f"{component.findtext('id')}.metainfo.xml"
    assert release.attrib == {"version": __version__, "date": "2017-07-14"}
    assert component.findtext("launchable") == "socket-workbench.desktop"


def test_validators_find_no_fault(made):
    [metainfo] = (made / "metainfo").iterdir()

    entry = made / "applications" / "socket-workbench.desktop"
    assert output("desktop-file-validate", "--no-hints", str(entry)) == ""
    assert "successful" in output("appstreamcli", "validate", "--no-net", str(metainfo))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.swb", "application/x-socket-workbench-session"),
        ("tee.scenario.toml", "application/x-socket-workbench-scenario"),
        ("pyproject.toml", "application/toml"),
    ],
)
def test_a_double_click_opens_our_files_and_no_others(made, tmp_path, name, kind):
    home = tmp_path / "data"
    shutil.copytree(made, home)
    (tmp_path / name).write_text("x = 1\n")
    output("update-mime-database", str(home / "mime"))
    output("update-desktop-database", str(home / "applications"))
    program = tmp_path / "bin" / "socket-workbench"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    variables = {
        "XDG_DATA_HOME": str(home),
        "HOME": str(tmp_path),
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "XDG_CURRENT_DESKTOP": "X-Generic",
        "GIO_USE_VFS": "local",
    }

    # Not xdg-mime, which asks `file` on some systems: that does not know the MIME database.
    content_type = "standard::content-type"
    found = output("gio", "info", "-a", content_type, str(tmp_path / name), **variables)
    opener = output("xdg-mime", "query", "default", kind, **variables)

    assert f"  {content_type}: {kind}" in found.splitlines()
    ours = "socket-workbench" in kind
    assert opener.strip() == ("socket-workbench.desktop" if ours else "")
