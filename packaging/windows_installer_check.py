"""Installs, uses and removes the Windows program under Wine, and says what worked.

    python packaging/windows_installer_check.py SETUP FOLDER

FOLDER is that of `windows-check.sh`, whose Wine prefix is used. What is in the prefix and in the
user's registry has to be the same before and after, but for what the program keeps for its user.
The window is shown on a screen of its own (Xvfb).
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import frozen_check
import smoke
from screen import a_screen

INSTALLED = "AppData/Local/Programs/Socket Workbench"
LINK = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Socket Workbench.lnk"
LOG = "AppData/Local/socket-workbench/log/socket-workbench.log"
OWN = re.compile(r"/AppData/(Local|Roaming)/socket-workbench(/|$)|/Temp/|/Recent/|/windows/")
"""What may differ afterwards: sessions and settings, which stay, and what is the system's."""

WORDS = ("socketworkbench", "socket workbench", "socket-workbench")
PATIENCE = 120.0


class Prefix:
    """A prefix of Wine.

    Attributes:
        folder: where it is.
        user: the folder of the user in it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        os.environ.update(
            WINEPREFIX=str(folder),
            WINEDEBUG="-all",
            WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe=d",
            QT_QPA_FONTDIR=r"Z:\usr\share\fonts",
        )
        smoke.ENVIRONMENT.update(os.environ)
        users = [each for each in (folder / "drive_c/users").iterdir() if each.name != "Public"]
        self.user = users[0]

    def files(self) -> set[str]:
        """Return the paths of all that could be left behind."""
        paths = (str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
        return {path for path in paths if not OWN.search(f"/{path}")}

    def registered(self) -> list[str]:
        """Return the lines of the user's registry that name the program, once it is written."""
        subprocess.run(["wineserver", "-k"], check=False)
        subprocess.run(["wineserver", "-w"], check=False, timeout=PATIENCE)
        lines = (self.folder / "user.reg").read_text("utf-8", "replace").lower().splitlines()
        return [line for line in lines if any(word in line for word in WORDS)]

    def log(self) -> str:
        """Return the program's log, with what earlier processes have written to it."""
        file = self.user / LOG
        return file.read_text("utf-8") if file.exists() else ""

    def program(self, name: str) -> Path:
        """Return the path of an installed program."""
        return self.user / INSTALLED / f"{name}.exe"


def run(*words: str) -> None:
    """Run a program of Windows; raises `CalledProcessError` if it fails."""
    subprocess.run(
        ["wine", *words],
        env=smoke.ENVIRONMENT,
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=4 * PATIENCE,
    )


class Visit:
    """The steps of installing, looking and removing."""

    def __init__(self, prefix: Prefix, setup: Path) -> None:
        self._prefix = prefix
        self._setup = setup
        prefix.registered()  # Wine has written what it had to
        self._before = prefix.files()

    def installs(self, _: Path) -> None:
        """Install without a question; programs, menu entry and file types are there."""
        prefix = self._prefix
        run(str(self._setup), "/S")
        assert prefix.program("socket-workbench").is_file()
        assert (prefix.user / LINK).is_file()
        told = prefix.registered()
        assert any("socketworkbench.session" in line for line in told), told
        assert any("--open" in line for line in told), told

    def shows_a_window(self, folder: Path) -> None:
        """Open the window with a scenario that connects to this process, and close it."""
        prefix = self._prefix
        before = prefix.log()
        scenario = folder / "check.scenario.toml"
        with socket.create_server(("127.0.0.1", 0)) as server, a_screen():
            text = frozen_check.SCENARIO.format(port=server.getsockname()[1])
            scenario.write_text(text, "utf-8")
            words = ["--scenario", f"Z:{scenario}", "--run"]
            window = subprocess.Popen(
                ["wine", str(prefix.program("socket-workbench-window")), *words],
                env={**smoke.ENVIRONMENT, "QT_QPA_PLATFORM": "windows:fontengine=freetype"},
                cwd=prefix.user / INSTALLED,  # as the link in the start menu has it
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                server.settimeout(PATIENCE)
                peer, _ = server.accept()
                with peer:
                    peer.settimeout(PATIENCE)
                    assert peer.recv(100) == b"from the window"
                    peer.sendall(b"seen")
                time.sleep(2)  # for the picture only
                picture = Path(tempfile.gettempdir(), "windows-window.png")
                words = ["import", "-window", "root", str(picture)]
                subprocess.run(words, env=smoke.ENVIRONMENT, check=False)
                run("taskkill", "/IM", "socket-workbench-window.exe")
                window.wait(PATIENCE)
            finally:
                window.kill()
                window.wait()
        assert window.returncode == 0, window.returncode
        logged = prefix.log().removeprefix(before)
        assert " ERROR " not in logged, logged

    def removes(self, _: Path) -> None:
        """Remove it without a question; nothing is left of it."""
        prefix = self._prefix
        run(str(prefix.program("uninstall")), "/S")
        deadline = time.monotonic() + PATIENCE
        # The remover is a copy of itself, which is not awaited.
        while (prefix.user / INSTALLED).exists() and time.monotonic() < deadline:
            time.sleep(0.5)
        left = prefix.registered()
        assert not left, left
        assert prefix.files() == self._before, prefix.files() ^ self._before


def main(words: list[str]) -> int:
    """Take every step; return the exit code."""
    setup, folder = (Path(word).absolute() for word in words)
    prefix = Prefix(folder / "prefix")
    smoke.PROGRAM[:] = ["wine", str(prefix.program("socket-workbench"))]
    smoke.ENVIRONMENT.pop("PYTHONPATH", None)
    sys.path.insert(0, str(smoke.APP))
    visit = Visit(prefix, setup)
    steps: tuple[smoke.Step, ...] = (
        visit.installs,
        frozen_check.tells_its_versions,
        smoke.lists,
        smoke.serves_and_connects,
        smoke.runs_and_records,
        smoke.computes_and_matches,
        frozen_check.writes_every_format,
        visit.shows_a_window,
        visit.removes,
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        return smoke.take(steps, Path(made))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
