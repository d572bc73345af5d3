"""The tarball and the Debian package hold the program, and leave nothing when it is removed."""

import gzip
import os
import re
import shutil
import subprocess
import tarfile

import linux_packages
import pytest

from socket_workbench import __version__

NAME = f"socket-workbench-{__version__}-linux-{linux_packages.MACHINE}"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """Return a small folder in the place of the frozen program."""
    folder = tmp_path_factory.mktemp("frozen")
    program = folder / "socket-workbench"
    program.write_text('#!/bin/sh\necho "ran $*"\n')
    program.chmod(0o755)
    inner = folder / "_internal"
    (inner / "with a space").mkdir(parents=True)
    (inner / "with a space" / "data.txt").write_text("data")
    (inner / "libown.so.1").write_bytes(b"no library")
    (inner / "libown.so").symlink_to("libown.so.1")
    return folder


@pytest.fixture(scope="module")
def packed(frozen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1500000000")
        yield linux_packages.tarball(frozen, folder)


@pytest.fixture
def unpacked(packed, tmp_path):
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "un packed", filter="data")
    return tmp_path / "un packed" / NAME


def listing(folder):
    """Return everything below a folder, with the contents of files and the targets of links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file"
        content = path.readlink() if kind == "link" else kind == "file" and path.read_bytes()
        found[path.relative_to(folder).as_posix()] = (kind, content)
    return found


def installer(unpacked, *words, home, check=True):
    done = subprocess.run(
        ["sh", str(unpacked / "install.sh"), *words],
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("name", ["plain", "a b", "Büro 会議", '50% $HOME `x` "q" it\'s'])
def test_it_is_installed_in_any_home_and_removed_without_a_trace(unpacked, tmp_path, name):
    home = tmp_path / name
    home.mkdir()
    (home / "mine.txt").write_text("mine")
    before = listing(home)

    told = installer(unpacked, home=home).stdout

    prefix = home / ".local"
    program = prefix / "bin" / "socket-workbench"
    assert f"Remove it with: {prefix}/lib/socket-workbench/install.sh --remove" in told
    assert subprocess.check_output([program, "list"], text=True) == "ran list\n"
    for place in (
        "share/applications/socket-workbench.desktop",
        "share/icons/hicolor/16x16/apps/socket-workbench.png",
        "share/mime/packages/socket-workbench.xml",
        "share/man/man1/socket-workbench.1",
        "share/bash-completion/completions/socket-workbench",
        "lib/socket-workbench/_internal/with a space/data.txt",
    ):
        assert (prefix / place).is_file()
    assert (prefix / "lib/socket-workbench/_internal/libown.so").is_symlink()

    installer(prefix / "lib" / "socket-workbench", "--remove", home=tmp_path / "another")
    assert listing(home) == before


def test_the_menu_entry_starts_the_installed_program(unpacked, tmp_path):
    if shutil.which("gio") is None:
        pytest.skip("gio is not installed")
    # No percent sign: GLib takes no program whose name has one, however it is quoted.
    prefix = tmp_path / "a $x `y` \\ 会"
    installer(unpacked, "--prefix", str(prefix), home=tmp_path)
    program = prefix / "lib" / "socket-workbench" / "socket-workbench"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >"{tmp_path}/started"\n')
    entry = prefix / "share" / "applications" / "socket-workbench.desktop"
    (tmp_path / "a b.swb").touch()

    # gio does not wait for what it starts; to read the pipe does.
    os.mkfifo(tmp_path / "started")
    subprocess.run(["gio", "launch", str(entry), str(tmp_path / "a b.swb")], check=True, timeout=30)

    assert (tmp_path / "started").read_text() == f"{tmp_path}/a b.swb|"
    commands = [line for line in entry.read_text("utf-8").splitlines() if line.startswith("Exec=")]
    assert commands == [commands[0], commands[0].replace("%F", "--new-window")]


@pytest.mark.parametrize(
    ("name", "is_quoted"),
    [("plain-1.0_é会", False), ("a b", True), ("it's", True), ("(x)", True), ("50%", True)],
)
def test_the_menu_entry_quotes_the_path_only_where_it_has_to(unpacked, tmp_path, name, is_quoted):
    prefix = tmp_path / name
    installer(unpacked, "--prefix", str(prefix), home=tmp_path)
    entry = prefix / "share" / "applications" / "socket-workbench.desktop"
    path = f"{prefix}/bin/socket-workbench".replace("%", "%%")
    program = f'"{path}"' if is_quoted else path
    assert f"Exec={program} %F\n" in entry.read_text("utf-8")


def test_a_newer_version_replaces_the_older_one(unpacked, tmp_path):
    installer(unpacked, "--prefix", str(tmp_path / "there"), home=tmp_path)
    first = listing(tmp_path / "there")
    (unpacked / "program" / "_internal" / "with a space" / "data.txt").rename(
        unpacked / "program" / "_internal" / "new.txt"
    )

    installer(unpacked, "--prefix", str(tmp_path / "there"), home=tmp_path)

    second = listing(tmp_path / "there")
    inner = "lib/socket-workbench/_internal"
    assert set(first) - set(second) == {f"{inner}/with a space", f"{inner}/with a space/data.txt"}
    assert set(second) - set(first) == {f"{inner}/new.txt"}


@pytest.mark.parametrize(
    "place", ["bin/socket-workbench", "lib/socket-workbench/_internal/libown.so"]
)
def test_what_is_there_from_elsewhere_is_left_alone(unpacked, tmp_path, place):
    theirs = tmp_path / ".local" / place
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    before = listing(tmp_path / ".local")

    done = installer(unpacked, home=tmp_path, check=False)

    assert done.returncode == 1
    assert f"{theirs} is there already, from elsewhere" in done.stderr
    assert listing(tmp_path / ".local") == before


def test_what_others_put_beside_it_stays(unpacked, tmp_path):
    share = tmp_path / ".local" / "share"
    (share / "applications").mkdir(parents=True)
    (share / "applications" / "other.desktop").write_text("[Desktop Entry]\n")
    (share / "mime" / "packages").mkdir(parents=True)
    own = '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"/>'
    (share / "mime" / "packages" / "other.xml").write_text(own)
    installer(unpacked, home=tmp_path)
    kept = tmp_path / ".local" / "lib" / "socket-workbench" / "data" / "session.swb"
    kept.parent.mkdir()
    kept.write_text("a session")

    told = installer(unpacked, "--remove", home=tmp_path).stdout

    assert "stays: it holds files that were not installed" in told
    assert kept.read_text() == "a session"
    assert (share / "applications" / "other.desktop").is_file()
    assert (share / "mime" / "packages" / "other.xml").is_file()
    assert [path for path in listing(share) if "workbench" in path] == []


def test_nothing_is_left_of_what_could_not_be_installed(unpacked, tmp_path):
    """A file stands where a folder has to be."""
    (tmp_path / ".local" / "share").mkdir(parents=True)
    (tmp_path / ".local" / "share" / "man").write_text("no folder")
    before = listing(tmp_path / ".local")

    done = installer(unpacked, home=tmp_path, check=False)

    assert done.returncode != 0
    assert "It was not installed." in done.stderr
    assert listing(tmp_path / ".local") == before


def test_a_program_that_does_not_start_is_not_installed(unpacked, tmp_path):
    (unpacked / "program" / "socket-workbench").write_text("#!/bin/sh\nexit 1\n")

    done = installer(unpacked, home=tmp_path, check=False)

    assert done.returncode == 1
    assert "nothing was installed. It needs Linux on" in done.stderr
    assert not (tmp_path / ".local").exists()


def test_removing_what_is_not_there_is_told(unpacked, tmp_path):
    done = installer(unpacked, "--remove", home=tmp_path, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing is installed in" in done.stderr
    assert installer(unpacked, "--nonsense", home=tmp_path, check=False).returncode == 2


def test_the_tarball_has_the_same_bytes_twice(frozen, packed, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    again = linux_packages.tarball(frozen, tmp_path)

    assert again.read_bytes() == packed.read_bytes()
    with tarfile.open(packed) as archive:
        members = archive.getmembers()
    assert {member.name.split("/")[0] for member in members} == {NAME}
    assert {(member.uname, member.mtime) for member in members} == {("root", 1_500_000_000)}


@pytest.fixture(scope="module")
def package(frozen, tmp_path_factory):
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1500000000")
        made = [linux_packages.debian_package(frozen, tmp_path_factory.mktemp(n)) for n in "ab"]
    assert made[0].read_bytes() == made[1].read_bytes()
    return made[0]


def test_the_debian_package_has_its_files_where_policy_wants_them(package, tmp_path):
    subprocess.run(["dpkg-deb", "-R", str(package), str(tmp_path)], check=True)
    share = tmp_path / "usr" / "share"
    documents = share / "doc" / "socket-workbench"

    assert package.name == f"socket-workbench_{__version__}_{linux_packages.ARCHITECTURE}.deb"
    assert (tmp_path / "usr/bin/socket-workbench").resolve().read_text().startswith("#!/bin/sh")
    assert (share / "zsh/vendor-completions/_socket-workbench").is_file()
    assert " MIT License\n .\n" in (documents / "copyright").read_text("utf-8")
    assert __version__ in gzip.decompress((documents / "changelog.gz").read_bytes()).decode()
    assert b".TH SOCKET" in gzip.decompress((share / "man/man1/socket-workbench.1.gz").read_bytes())
    modes = {path.stat().st_mode & 0o7777 for path in tmp_path.rglob("*") if path.is_file()}
    assert modes == {0o644, 0o755}
    sums = (tmp_path / "DEBIAN" / "md5sums").read_text().splitlines()
    subprocess.run(["md5sum", "--quiet", "-c", "DEBIAN/md5sums"], cwd=tmp_path, check=True)
    files = [p for p in (tmp_path / "usr").rglob("*") if p.is_file() and not p.is_symlink()]
    assert len(sums) == len(files)
    control = (tmp_path / "DEBIAN" / "control").read_text()
    assert not re.search("@[A-Z]+@", control)
    assert f"Version: {__version__}\n" in control


def test_a_library_of_no_known_package_is_told(frozen, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(linux_packages, "system_libraries", lambda folder: {"libnew.so.1"})

    assert linux_packages.main([str(frozen), str(tmp_path)]) == 1
    assert "no Debian package is known for libnew.so.1" in capsys.readouterr().err


def test_what_a_file_is_linked_with_is_found(tmp_path):
    if shutil.which("objdump") is None:
        pytest.skip("objdump is not installed")
    shutil.copy("/bin/sh", tmp_path / "program")

    assert "libc.so.6" in linux_packages.system_libraries(tmp_path)
    assert "libc6 (>= 2." in linux_packages.dependencies(tmp_path)


HEADERS = """
  NEEDED               libc.so.6
  NEEDED               libstdc++.so.6
  required from libstdc++.so.6:
    0x0297f868 0x00 50 GLIBCXX_3.4.{symbols}
    0x0297f861 0x00 49 GLIBCXX_3.4
  required from libc.so.6:
    0x09691a75 0x00 05 GLIBC_2.2.5
    0x069691b5 0x00 04 GLIBC_2.35
    0x069691b4 0x00 03 GLIBC_2.4
"""


@pytest.mark.parametrize(("symbols", "gcc"), [(26, 11), (29, 11), (30, 12)])
def test_packages_are_asked_for_in_the_versions_that_the_files_need(
    monkeypatch, tmp_path, symbols, gcc
):
    told = HEADERS.format(symbols=symbols)
    monkeypatch.setattr(linux_packages, "headers", lambda folder: told)

    wanted = f"libc6 (>= 2.35), libstdc++6 (>= {gcc})"
    assert linux_packages.dependencies(tmp_path) == wanted
    assert linux_packages.needs(tmp_path).endswith("with glibc 2.35 or newer")


def test_symbols_of_no_known_compiler_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(linux_packages, "headers", lambda folder: HEADERS.format(symbols=99))

    with pytest.raises(linux_packages.FaultError, match=r"GLIBCXX_3\.4\.99"):
        linux_packages.dependencies(tmp_path)


def test_an_empty_folder_is_not_packed(tmp_path, capsys):
    assert linux_packages.main([str(tmp_path), str(tmp_path / "dist")]) == 1
    assert "run 'make frozen' first" in capsys.readouterr().err
