import os
import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.sessions.recent import recent_sessions
from socket_workbench.gui.sessions.settings_dialog import SettingsDialog
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.window.open_all import OpenAllDialog
from socket_workbench.gui.window.pages import LOG
from socket_workbench.gui.window.sessions import MOST_AT_ONCE
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport

CONTROL = Qt.KeyboardModifier.ControlModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def sessions(window, until):
    yield window.sessions
    for opened in list(window.sessions.windows):
        opened.close()


@pytest.fixture
def old_session(tmp_path):
    store = Store(tmp_path / "last week.swb")
    store.write([], [Event(1, 0, Kind.NOTE, text="from last week")])
    store.close()
    return store.path


def leave_behind(session, name, *, crashed=True, size=0):
    """Put a session into the folder as a program that was killed leaves it."""
    path = session.folder.folder / name
    store = Store(path)
    store.write([], [Event(1, 0, Kind.NOTE, bytes(size), text=name)])
    store.close()
    if crashed:
        path.with_name(f"{name}.lock").touch()
    return path


def shown(sessions, until):
    """Wait for the one window that is open; return its rows' texts."""
    until(lambda: sessions.windows and sessions.windows[0].card is not None)
    model = sessions.windows[0].card.page(LOG).model
    return [model.line(place).row.text for place in range(model.rowCount())]


def test_sessions_of_the_same_name_have_different_titles(sessions, old_session, tmp_path, until):
    other = tmp_path / "copy" / old_session.name
    other.parent.mkdir()
    shutil.copy(old_session, other)
    windows = [sessions.open_session(path) for path in (old_session, other)]
    assert [window.windowTitle() for window in windows] == [
        f"last week — {path.parent}" for path in (old_session, other)
    ]
    until(lambda: all(window.isVisible() for window in windows))
    windows[1].close()
    assert windows[0].windowTitle() == "last week"


# Qt 6.12 wants a point of fractions, which those before it do not take.
drops = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")


def drop(window, *paths):
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    parts = (content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(window.rect().center(), COPY, *parts)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), COPY, *parts))


def test_a_session_is_saved_by_its_key_and_then_opened_beside_the_live_one(
    qtbot, window, sessions, session, until, tmp_path
):
    session.journal.append(0, Kind.NOTE, b"", "first")
    until(lambda: session.rows == 1)
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(tmp_path / "mine.swb"))
    dialog.accept()
    until(lambda: session.saved_rows == 1)
    session.journal.append(0, Kind.NOTE, b"", "second")
    until(lambda: session.rows == 2)
    sessions.open_file(str(tmp_path / "mine.swb"))
    assert shown(sessions, until) == ["first"]
    assert sessions.windows[0].windowTitle() == "mine"
    until(lambda: window.log.model.rowCount() == 2)
    assert recent_sessions(Settings()) == [tmp_path / "mine.swb"]


def test_one_dialog_opens_sessions_and_scenarios(qtbot, window, sessions, until, old_session):
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(old_session.parent))
    dialog.selectFile(str(old_session))
    dialog.accept()
    assert shown(sessions, until) == ["from last week"]
    scenario = old_session.with_name("mine.toml")
    scenario.write_text('format = 1\ntitle = "Mine"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n')
    sessions.open_file(str(scenario))
    until(lambda: window.scenarios.current() == str(scenario))


def many_copies(old_session, count):
    copies = [old_session.with_name(f"{number}.swb") for number in range(count)]
    for copy in copies:
        copy.write_bytes(old_session.read_bytes())
    return [str(copy) for copy in copies]


def test_many_files_at_once_are_asked_about_first(qtbot, window, sessions, until, old_session):
    names = many_copies(old_session, MOST_AT_ONCE + 1)
    sessions.open_files(names)
    question = window.findChild(OpenAllDialog)
    assert question.question.text() == "Open all 11 files?"
    qtbot.mouseClick(question.cancel_button, Qt.MouseButton.LeftButton)
    assert sessions.windows == []
    until(lambda: window.findChild(OpenAllDialog) is None)

    sessions.open_files(names)
    question = window.findChild(OpenAllDialog)
    qtbot.mouseClick(question.open_button, Qt.MouseButton.LeftButton)
    until(lambda: len(sessions.windows) == len(names))
    until(lambda: all(opened.card is not None for opened in sessions.windows))


def test_a_few_files_at_once_are_opened(window, sessions, until, old_session):
    scenario = old_session.with_name("mine.toml")
    scenario.write_text('format = 1\ntitle = "Mine"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n')
    sessions.open_files([str(scenario), *many_copies(old_session, 2)])
    until(lambda: len(sessions.windows) == 2)
    until(lambda: window.scenarios.current() == str(scenario))
    until(lambda: all(opened.card is not None for opened in sessions.windows))


@pytest.mark.parametrize("suffix", ["", "/"])
def test_a_folder_that_is_opened_offers_its_scenarios(window, sessions, until, tmp_path, suffix):
    for name in ("10-bye", "2-hello"):
        document = f'format = 1\ntitle = "{name}"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'
        (tmp_path / f"{name}.toml").write_text(document)
    (tmp_path / "wrong.toml").write_text("format = 1")

    sessions.open_files([str(tmp_path) + suffix])
    until(lambda: window.findChild(Gallery) is not None)
    titles = [entry.title for entry in window.gallery.folder.entries]
    assert titles == ["2-hello", "10-bye", "wrong"]
    assert sessions.windows == []
    assert window.scenarios.current() == ""


@drops
def test_folders_are_dropped_on_the_window(window, until, tmp_path):
    drop(window, tmp_path)
    until(lambda: "no file ends in .toml" in window.notice.text())


@drops
def test_files_are_dropped_on_the_window(window, sessions, until, old_session):
    drop(window, old_session)
    assert shown(sessions, until) == ["from last week"]
    drop(window, old_session)
    assert len(sessions.windows) == 1


def test_what_is_no_session_is_told_in_the_window(window, sessions, until, tmp_path):
    (tmp_path / "x.swb").write_bytes(b"GIF89a" + bytes(900))
    sessions.open_session(tmp_path / "x.swb")
    until(lambda: "not a recorded session" in window.notice.text())
    until(lambda: sessions.windows == [])
    sessions.open_session(tmp_path / "missing.swb")
    until(lambda: "There is no file" in window.notice.text())


def test_the_menu_lists_recent_and_unsaved_sessions(window, session, sessions, until, old_session):
    menu = window.menus.menus["&File"]
    submenus = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    recent, unsaved = submenus["Open &recent"], submenus["&Unsaved sessions"]
    recent.aboutToShow.emit()
    assert [(action.text(), action.isEnabled()) for action in recent.actions()] == [("None", False)]
    sessions.open_session(old_session)
    shown(sessions, until)
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == [plain_title(str(old_session))]
    sessions.windows[0].close()
    leave_behind(session, "yesterday.swb", crashed=False)
    unsaved.aboutToShow.emit()
    (entry,) = unsaved.actions()
    assert entry.text().startswith("yesterday · ")
    entry.trigger()
    assert shown(sessions, until) == ["yesterday.swb"]


def test_what_a_crash_left_is_offered_and_opened(qtbot, window, session, sessions, until):
    older = leave_behind(session, "older.swb")
    os.utime(older, (1000, 1000))
    leave_behind(session, "newer.swb")
    leave_behind(session, "fine.swb", crashed=False)
    sessions.offer_left_sessions()
    until(sessions.offer.isVisible)
    assert "not closed properly" in sessions.offer.text()
    first = sessions.offer.text()
    qtbot.mouseClick(sessions.offer.open_button, Qt.MouseButton.LeftButton)
    assert shown(sessions, until) == ["newer.swb"]
    until(sessions.offer.isVisible)
    assert sessions.offer.text() != first
    qtbot.mouseClick(sessions.offer.discard_button, Qt.MouseButton.LeftButton)
    assert sessions.offer.isHidden()
    until(lambda: not older.exists())
    sessions.windows[0].close()
    sessions.offer_left_sessions()
    assert sessions.offer.isHidden()
    assert {kept.path.name for kept in session.folder.kept()} == {"newer.swb", "fine.swb"}


def test_an_offer_that_is_closed_away_leaves_the_session(window, session, sessions, until):
    leave_behind(session, "left.swb")
    sessions.offer_left_sessions()
    until(sessions.offer.isVisible)
    sessions.offer._close.click()
    assert [(kept.path.name, kept.crashed) for kept in session.folder.kept()] == [
        ("left.swb", False)
    ]


def test_settings_are_opened_by_their_key_remembered_and_hold_at_once(
    qtbot, window, session, sessions, until
):
    oldest = leave_behind(session, "a.swb", crashed=False, size=2_000_000)
    os.utime(oldest, (1000, 1000))
    newest = leave_behind(session, "b.swb", crashed=False, size=2_000_000)
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    dialog = window.findChild(SettingsDialog)
    dialog.kept.setValue(3)
    dialog.limited.setChecked(True)
    dialog.limit.setValue(4)
    dialog.accept()
    assert SessionSettings.load(Settings()) == SessionSettings(3, 4)
    until(lambda: not oldest.exists())
    assert newest.exists()
    session.journal.append(0, Kind.NOTE, b"123456")
    until(lambda: session.rows == 1)
    reader = Reader(session.path)
    assert reader.payload(0) == b"1234"
    reader.close()


def test_a_session_that_cannot_be_kept_is_told(window, session, sessions):
    session.warning = "It cannot be kept."
    sessions.offer_left_sessions()
    assert window.notice.text() == "It cannot be kept."


def test_a_full_disk_is_told_traffic_goes_on_and_recording_resumes(window, session, until):
    database = session._store._database
    server = window.board.add_server()
    server.load(ServerSettings("server", Endpoint(Transport.TCP, "127.0.0.1", 0)))
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    client = window.board.add_client()
    client.address.set_text(f"tcp://127.0.0.1:{server.running.bound.port}")
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    payload = os.urandom(500_000)
    client.running.send(payload)
    until(lambda: client.running.connection.bytes_in == len(payload))
    until(lambda: session.fault)
    window.refresh_status()
    assert window.status.chip.word() == "Not recorded"
    assert "is full" in session.fault
    database.execute("PRAGMA max_page_count = 1000000")
    client.running.send(b"there is room again")
    until(lambda: session.fault == "")
    window.refresh_status()
    assert window.status.chip.word() == f"{session.missing:,} events missing"
    assert session.missing > 0

    def rows():
        model = window.log.model
        return [model.line(place).row for place in range(model.rowCount())]

    until(lambda: any(row.preview == b"there is room again" for row in rows()))
    assert any("not recorded: the disk was full" in row.text for row in rows())
    client.stop()
    server.stop()


def test_closing_the_window_closes_what_it_has_opened(qtbot, window, sessions, until, old_session):
    opened = sessions.open_session(old_session)
    shown(sessions, until)
    with qtbot.waitSignal(opened.closed):
        window.close()
    assert sessions.windows == []


def test_what_was_left_is_offered_once(qtbot, session, sessions, until):
    leave_behind(session, "older.swb")
    sessions.offer_left_sessions()
    until(sessions.offer.isVisible)
    leave_behind(session, "newer.swb")
    text = sessions.offer.text()
    sessions.offer_left_sessions()
    assert sessions.offer.text() == text
    qtbot.mouseClick(sessions.offer.discard_button, Qt.MouseButton.LeftButton)
    assert sessions.offer.isHidden()
    until(lambda: not running_jobs())


def test_the_window_stays_as_high_as_it_is_when_a_session_is_offered(window, qtbot):
    window.resize(1276, 680)
    with qtbot.waitExposed(window):
        window.show()

    window.sessions.offer.show_info("The session of yesterday was not closed properly. " * 3)

    qtbot.waitUntil(lambda: 0 < window.sessions.offer.height() < 100)
    assert window.height() == 680


@pytest.mark.parametrize("removed", [False, True])
def test_a_session_that_is_moved_or_removed_is_told(window, session, until, removed):
    session.journal.append(0, Kind.NOTE, b"", "first")
    until(lambda: session.rows == 1)
    folder = session.path.parent
    if removed:
        shutil.rmtree(folder)
    else:
        folder.rename(folder.with_name("elsewhere"))
    until(lambda: ("was removed" if removed else "was moved") in window.notice.text())
    assert str(session.path) in window.notice.text()
    window.refresh_status()
    assert session.missing == (1 if removed else 0)
    assert bool(session.fault) is removed
