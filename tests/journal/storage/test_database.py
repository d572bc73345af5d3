import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from socket_workbench.journal.errors import JournalDamagedError, JournalOpenError
from socket_workbench.journal.storage.database import explaining, open_database
from socket_workbench.journal.storage.store import Store

IS_ROOT = getattr(os, "geteuid", int)() == 0


@pytest.fixture
def closed_journal(path, conversation):
    store = Store(path)
    store.write([], conversation)
    store.close()
    return path


def test_a_journal_opens_while_it_is_written(store: Store, path):
    open_database(path).close()


@pytest.mark.needs("any file name")
def test_a_name_with_signs_that_mean_something_in_an_address(tmp_path):
    path = tmp_path / "50% of #1?mode=memory"
    Store(path).close()
    open_database(path).close()


def test_nothing_can_be_written(closed_journal):
    with (
        closing(open_database(closed_journal)) as database,
        pytest.raises(sqlite3.OperationalError),
    ):
        database.execute("DELETE FROM segments")


def test_a_missing_file(path):
    with pytest.raises(JournalOpenError, match="no file"):
        open_database(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(1000)])
def test_another_file_is_no_session(path, content):
    path.write_bytes(content)
    with pytest.raises(JournalOpenError, match="not a recorded session"):
        open_database(path)
    assert path.read_bytes() == content


def test_a_newer_version_is_told(closed_journal):
    with closing(sqlite3.connect(closed_journal)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalOpenError, match="newer version"):
        open_database(closed_journal)


def test_a_damaged_file_is_told(closed_journal):
    content = bytearray(closed_journal.read_bytes())
    content[100:] = b"\x55" * (len(content) - 100)
    closed_journal.write_bytes(content)
    with pytest.raises(JournalDamagedError, match="nothing can be read of it"):
        open_database(closed_journal)


@pytest.mark.skipif(IS_ROOT and not shutil.which("setpriv"), reason="root may write")
def test_a_folder_that_may_not_be_written(closed_journal):
    folder = closed_journal.parent
    folder.chmod(0o555)
    opening = (
        "import sys; from pathlib import Path; "
        "from socket_workbench.journal.reader import Reader; "
        "print(Reader(Path(sys.argv[1])).count())"
    )
    command = [sys.executable, "-W", "ignore", "-c", opening, str(closed_journal)]
    if os.geteuid() == 0:
        command = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", *command]
    try:
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    finally:
        folder.chmod(0o755)
    assert done.stdout == "8\n", done.stderr
    assert list(folder.iterdir()) == [closed_journal]


def test_a_busy_file_is_not_called_damaged(path):
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    with pytest.raises(JournalOpenError, match="cannot be read") as caught, explaining(path):
        raise error
    assert not isinstance(caught.value, JournalDamagedError)


def test_a_message_that_is_no_text_is_damage(path):
    with pytest.raises(JournalDamagedError), explaining(path):
        b"\xff".decode()


def test_a_mistake_in_the_program_stays_what_it_is(path):
    with pytest.raises(sqlite3.ProgrammingError), explaining(path):
        raise sqlite3.ProgrammingError("used in another thread")
