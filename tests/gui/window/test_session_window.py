import pytest
from PySide6.QtCore import QCoreApplication, Qt

from socket_workbench.gui.exports.dialog import ExportDialog
from socket_workbench.gui.log.columns import LOG_KEYS
from socket_workbench.gui.looks.zoom import zoom_part, zoom_steps
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.window.pages import CONVERSATION, LOG
from socket_workbench.gui.window.session_window import SessionWindow
from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.folder import SessionFolder
from socket_workbench.user_folders import data_folder

PATIENCE = 20_000


@pytest.fixture
def open_window(qtbot, theme):
    windows = []

    def open_window(path, **options):
        window = SessionWindow(path, theme, **options)
        windows.append(window)
        with qtbot.waitSignal(window.opened, timeout=PATIENCE):
            window.open()
        return window

    yield open_window
    for window in windows:
        window.saving.finish()
        window.close()
        window.deleteLater()


def payloads(window):
    model = window.card.page(LOG).model
    return [model.index(row, LOG_KEYS.index("payload")).data() for row in range(model.rowCount())]


def test_a_session_is_shown_in_a_window_named_after_it(open_window, recording):
    recording.receive(b"zhangsan", b"lisi")
    window = open_window(recording.path)
    assert window.isVisible()
    assert window.windowTitle() == "session"
    assert payloads(window) == ["zhangsan", "lisi"]
    assert window.notice.isHidden()


def test_log_conversation_detail_and_filter_are_there(qtbot, open_window, recording):
    recording.receive(b"zhangsan", b"lisi")
    window = open_window(recording.path)
    window.card.page(LOG).view.selectRow(1)
    assert window.card.detail.text_view.toPlainText() == "lisi"
    with qtbot.waitActive(window):
        window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_F, both)
    # Else a modifier counts as held down from then on.
    qtbot.keyRelease(window, Qt.Key.Key_Shift)
    qtbot.keyClicks(window.focusWidget(), "zhang")
    qtbot.waitUntil(lambda: payloads(window) == ["zhangsan"], timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.card.page(LOG).finding.bar.field.hasFocus()
    window.card.show_page(CONVERSATION).show_connection(1)
    lines = window.card.page(CONVERSATION).view.model
    qtbot.waitUntil(lambda: lines.rowCount() == 1, timeout=PATIENCE)
    assert lines.line(0).texts[2] == "zhangsanlisi"


def test_what_another_program_goes_on_recording_is_shown(open_window, recording):
    window = open_window(recording.path)
    assert payloads(window) == []
    recording.receive(b"later")
    window.look_again()
    assert payloads(window) == ["later"]


def test_a_damaged_session_shows_what_is_whole_and_says_what_is_not(qtbot, open_window, recording):
    some = [Event(n, 2, Kind.RECEIVED, b"%d" % n) for n in range(10_000)]
    recording.store.write([], some)
    recording.store._database.execute("UPDATE segments SET texts = x'ff' WHERE first = 0")
    window = open_window(recording.path)
    qtbot.waitUntil(lambda: "8,192" in window.notice.text(), timeout=PATIENCE)
    model = window.card.page(LOG).model
    assert model.rowCount() == 10_000
    assert "damaged" in model.index(0, LOG_KEYS.index("payload")).data()
    assert model.index(9_999, LOG_KEYS.index("payload")).data() == "9999"


def test_what_is_no_session_is_refused(qtbot, theme, tmp_path):
    (tmp_path / "picture.swb").write_bytes(b"GIF89a" + bytes(900))
    window = SessionWindow(tmp_path / "picture.swb", theme)
    with qtbot.waitSignal(window.refused, timeout=PATIENCE) as refused:
        window.open()
    assert "not a recorded session" in refused.args[0]
    assert window.isHidden()
    window.close()
    window.deleteLater()


def test_an_unsaved_session_is_not_removed_while_it_is_shown(open_window, recording):
    recording.receive(b"a")
    recording.store.close()
    folder = SessionFolder(recording.path.parent)
    window = open_window(recording.path, claimed=True)
    assert not folder.discard(recording.path)
    window.close()
    assert folder.discard(recording.path)


def test_a_copy_can_be_saved(qtbot, open_window, recording, tmp_path):
    recording.receive(b"a")
    window = open_window(recording.path)
    with qtbot.waitSignal(window.saving.saved, timeout=PATIENCE):
        window.saving.begin(tmp_path / "copy.swb")
    assert (tmp_path / "copy.swb").exists()


def crash(recording, tmp_path):
    """Copy a session as a process that was killed would leave it."""
    path = tmp_path / "crashed" / "left.swb"
    path.parent.mkdir()
    for end in ("", "-wal"):
        source = recording.path.with_name(f"{recording.path.name}{end}")
        path.with_name(f"{path.name}{end}").write_bytes(source.read_bytes())
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_lies_beside_a_session_is_not_obeyed_and_nothing_is_changed(
    qtbot, open_window, recording, tmp_path, plant_journal
):
    recording.receive(b"zhangsan", b"lisi")
    path = crash(recording, tmp_path)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    plant_journal(path, victim)
    before = contents(path.parent)
    window = open_window(path)
    assert payloads(window) == ["zhangsan", "lisi"]
    with qtbot.waitSignal(window.saving.saved, timeout=PATIENCE):
        window.saving.begin(tmp_path / "copy.swb")
    window.card.annotations.toggle_marks([0])
    with qtbot.waitSignal(window.card.annotations.failed, timeout=PATIENCE) as failed:
        window.card.annotations.set_note(0, "a note")
    assert "left.swb-journal" in failed.args[0]
    window.close()
    # What reads the file is not waited for.
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert contents(path.parent) == before
    assert victim.exists()
    assert not data_folder().exists() or list(data_folder().iterdir()) == []


def test_a_copy_made_while_it_was_recorded_says_what_it_lacks(
    qtbot, open_window, recording, tmp_path
):
    recording.receive(b"zhangsan")
    recording.store.tend()
    recording.receive(b"lisi")
    (tmp_path / "copy.swb").write_bytes(recording.path.read_bytes())
    window = open_window(tmp_path / "copy.swb")
    qtbot.waitUntil(lambda: "may be missing" in window.notice.text(), timeout=PATIENCE)
    assert str(recording.path) in window.notice.text()
    assert payloads(window) == ["zhangsan"]


def test_a_recording_that_broke_off_says_so(qtbot, open_window, recording, tmp_path):
    """A killed program leaves the file and its log."""
    recording.receive(b"zhangsan", b"lisi")
    for name in (recording.path.name, f"{recording.path.name}-wal"):
        (tmp_path / f"left.{name}").write_bytes(recording.path.with_name(name).read_bytes())
    window = open_window(tmp_path / f"left.{recording.path.name}")
    qtbot.waitUntil(lambda: "broke off" in window.notice.text(), timeout=PATIENCE)
    assert payloads(window) == ["zhangsan", "lisi"]


def test_copying_a_session_shows_how_far_it_is_and_ends_when_the_window_is_closed(
    qtbot, recording, tmp_path, monkeypatch, theme
):
    path = crash(recording, tmp_path)

    def refuse(self, target):
        raise OSError

    def copy_for_ever(pairs, progress):
        while progress(1, 3):
            pass
        raise CancelledError

    monkeypatch.setattr(type(path), "hardlink_to", refuse)
    monkeypatch.setattr("socket_workbench.journal.storage.view._copy", copy_for_ever)
    window = SessionWindow(path, theme)
    refusals: list[str] = []
    window.refused.connect(refusals.append)
    window._check.progressed.connect(window.close)
    with qtbot.waitSignal(window.closed, timeout=PATIENCE):
        window.open()
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert "33 %" in window._words.text()
    assert window.card is None
    assert refusals == []
    window.deleteLater()


def test_a_window_that_was_closed_while_its_session_was_opened_stays_closed(
    qtbot, theme, recording
):
    recording.receive(b"a")
    window = SessionWindow(recording.path, theme)
    window.open()
    window._check._token.wait()
    window.close()
    QCoreApplication.processEvents()
    assert window.card is None
    assert window.isHidden()
    window.deleteLater()


def test_the_next_session_is_shown_as_the_one_before_was(open_window, theme, recording):
    settings = Settings()
    window = open_window(recording.path)
    window.resize(700, 500)
    window.card.page(LOG).view.header.set_shown(LOG_KEYS.index("since"), False)
    window.close()
    settings.update(window.state())
    again = SessionWindow(recording.path, theme)
    again.restore_state(settings)
    assert again.size() == window.size()
    assert again._card_state == window.card.save_state()
    again.close()
    again.deleteLater()


def test_what_was_recorded_is_exported(open_window, recording, qtbot, tmp_path):
    recording.receive(b"zhangsan", b"lisi")
    window = open_window(recording.path)
    qtbot.mouseClick(window.card.export_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ExportDialog)
    dialog.path_field.edit.setText(str(tmp_path / "out.csv"))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 rows were exported" in window.notice.text())
    assert "zhangsan" in (tmp_path / "out.csv").read_text()


def test_messages_of_a_reopened_session_are_shown_and_exported(
    open_window, recording, qtbot, tmp_path
):
    framed = recording.accepted._replace(number=9, connection=9, framing="line")
    recording.add_source(framed)
    recording.add(
        (framed, Kind.RECEIVED, b"one\ntw"),
        (framed, Kind.MESSAGE, b"one\n"),
        (framed, Kind.RECEIVED, b"o\n"),
        (framed, Kind.MESSAGE, b"two\n", "2"),
    )
    recording.store.close()
    window = open_window(recording.path)
    log = window.card.page(LOG)
    assert len(payloads(window)) == 4
    next(each for each in log.pieces.menu().actions() if each.text() == "Messages").trigger()
    qtbot.waitUntil(lambda: payloads(window) == [r"one\n", r"[from 2 reads] two\n"])
    qtbot.mouseClick(window.card.export_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ExportDialog)
    dialog.path_field.edit.setText(str(tmp_path / "out.csv"))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 rows were exported" in window.notice.text())
    assert r"two\n,from 2 reads" in (tmp_path / "out.csv").read_text()


def test_a_session_of_the_first_version_opens_as_ever(open_window, recording):
    recording.receive(b"zhangsan")
    recording.store._database.executescript("DROP TABLE framings; PRAGMA user_version = 1")
    recording.store.close()
    window = open_window(recording.path)
    assert payloads(window) == ["zhangsan"]
    assert window.notice.isHidden()
    assert not window.card.page(LOG).pieces.isEnabled()


def test_a_page_is_zoomed_alone_and_reset(open_window, recording, theme):
    window = open_window(recording.path)
    page = window.card.page(LOG)
    assert list(window._parts()) == [page]
    zoom_part(page, 2)
    window.menus.actions["&Reset zoom"].trigger()
    assert zoom_steps(page) == 2
    page.view.setFocus()
    window.menus.actions["&Reset zoom"].trigger()
    assert zoom_steps(page) == 0


def test_the_size_of_all_type_is_changed_in_it_and_in_its_dialogs(
    qtbot, open_window, recording, theme
):
    window = open_window(recording.path)
    with qtbot.waitActive(window):
        window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert theme.zoom == 0.9
    page = window.card.page(LOG)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Equal, control | Qt.KeyboardModifier.AltModifier)
    assert zoom_steps(page) == 1
    for zoom in (0.9, 1.0):
        qtbot.keyClick(page.view, Qt.Key.Key_0, control)
        assert (theme.zoom, zoom_steps(page)) == (zoom, 0)
    window.show_export()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Minus, control)
    assert theme.zoom == 0.9
    dialog.close()


def test_it_fits_a_projector_in_the_largest_type(qtbot, open_window, recording, theme):
    recording.receive(b"a")
    window = open_window(recording.path)
    window.resize(1024, 700)
    theme.set_zoom(2.5)
    qtbot.waitUntil(lambda: window.card.tabs.font().pixelSize() > 30)
    for place in range(window.card.tabs.count()):
        window.card.tabs.setCurrentIndex(place)
        QCoreApplication.processEvents()
        least = window.minimumSizeHint()
        assert (least.width() <= 1024, least.height() <= 700) == (True, True)
