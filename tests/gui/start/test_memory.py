import contextlib
import json
import math
import os
import sys
import threading

import pytest
from PySide6.QtCore import QByteArray

from socket_workbench.gui.exports.text_logging import TextLogging
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.sessions.recent import recent_sessions
from socket_workbench.gui.start import memory
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def test_looks_come_back(theme):
    settings = Settings()
    theme.set_scheme(Scheme.DARK)
    theme.set_zoom(1.5)
    theme.set_comfortable(True)
    settings.update(memory.looks_state(theme))
    theme.set_scheme(Scheme.LIGHT)
    theme.reset_zoom()
    theme.set_comfortable(False)
    memory.restore_looks(theme, settings)
    assert (theme.scheme, theme.zoom, theme.is_comfortable) == (Scheme.DARK, 1.5, True)


def test_the_window_and_its_panes_come_back(qtbot, window, session, theme, until):
    settings = Settings()
    window.resize(780, 760)
    window.scenario_control.choose("square")
    window.arrange_panes(Arrangement.TABS)
    window.board.new_client("mine").address.set_text("tcp://127.0.0.1:15000")
    window.docks[2].hide()
    settings.update(memory.window_state(window))
    memory.keep_panes(window, settings)
    kept = window.board.save()

    other = MainWindow(session, theme)
    memory.restore_window(other, settings)
    memory.restore_panes(other, settings)
    assert other.size() == window.size()
    assert other.arrangement is Arrangement.TABS
    assert other.scenarios.current() == "square"
    assert other.board.save() == kept
    other.show()
    assert other.docks[2].isHidden()
    other.close()
    until(lambda: not other.isVisible())
    other.deleteLater()


def test_the_folder_of_scenarios_comes_back(window, session, theme, until, tmp_path):
    settings, lesson = Settings(), tmp_path / "1-lesson.toml"
    lesson.write_text('format = 1\ntitle = "L"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n')
    memory.keep_panes(window, settings)
    assert settings.text("scenarios/folder") == ""
    window.gallery.restore_folder(str(tmp_path))
    memory.keep_panes(window, settings)
    assert settings.text("scenarios/folder") == str(tmp_path)

    other = MainWindow(session, theme)
    memory.restore_panes(other, settings)
    until(lambda: other.scenarios.choose(str(lesson)))
    other.gallery.folder.close()
    memory.keep_panes(other, settings)
    assert settings.text("scenarios/folder") == ""
    other.show()
    other.close()
    until(lambda: not other.isVisible())
    other.deleteLater()


def test_watched_programs_come_back_and_none_runs(window, session, theme, until, tmp_path):
    settings, path = Settings(), tmp_path / "日本.py"
    path.write_text("print(1)\n")
    program = Program(str(path), arguments="a 'b c'", python=sys.executable)
    window.watching.run(program)
    window.watching.run(program._replace(is_generated=True))
    until(lambda: session.programs.live_count == 0)
    settings.update(memory.window_state(window))
    memory.keep_panes(window, settings)

    other = MainWindow(session, theme)
    memory.restore_window(other, settings)
    memory.restore_panes(other, settings)
    other.show()
    (pane,) = other.watching.panes()
    assert pane.program == program._replace(folder=str(tmp_path))
    assert not pane.is_live
    until(lambda: pane.source.toPlainText() == "print(1)\n")
    assert other.watching.fold.is_shown
    assert other.watching.save() == window.watching.save()

    settings.set_table("programs/all", {"programs": [1, {}, {"name": []}, program.save()]})
    damaged = MainWindow(session, theme)
    memory.restore_panes(damaged, settings)
    assert len(damaged.watching.panes()) == 1
    assert damaged.watching.dock.isHidden()
    for each in (other, damaged):
        each.close()
        until(lambda each=each: not each.isVisible())
        each.deleteLater()


def test_the_first_start_sets_the_first_scenario_up(window):
    settings = Settings()
    memory.restore_looks(window.theme, settings)
    memory.restore_window(window, settings)
    memory.restore_panes(window, settings)
    assert window.scenarios.current() == "welcome"
    assert len(window.board.panes()) == 2
    assert not window.board.is_live


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None])
def test_a_scenario_that_is_no_file_any_more_does_not_keep_panes_from_coming_back(
    window, until, tmp_path, make, remove_panes
):
    make(tmp_path / "mine.toml")
    settings = Settings()
    window.board.new_client("mine").address.set_text("tcp://127.0.0.1:15000")
    memory.keep_panes(window, settings)
    remove_panes(window.board)
    settings.set("panes/scenario", str(tmp_path / "mine.toml"))
    done = []
    memory.restore_panes(window, settings, lambda: done.append(len(window.board.panes())))
    assert done == []
    until(lambda: done == [1])
    assert "mine.toml" in window.notice.text()
    assert window.board.panes()[0].address.text() == "tcp://127.0.0.1:15000"


def test_a_window_that_is_closed_before_its_panes_are_back_keeps_them(
    window, until, tmp_path, monkeypatch, remove_panes
):
    """What has not come back yet is not there to be kept: it stays as it was kept."""
    settings = Settings()
    window.board.new_client("mine")
    memory.keep_panes(window, settings)
    remove_panes(window.board)
    settings.set("panes/scenario", str(tmp_path / "slow.toml"))
    answer = threading.Event()
    monkeypatch.setattr(
        "socket_workbench.gui.scenarios.opening.find_scenario",
        lambda name: answer.wait(20) and load_builtin("welcome"),
    )
    done = []
    memory.restore_panes(window, settings, lambda: done.append(True))
    ended: list[list[str]] = []
    window.ended.connect(ended.append)
    window.close()
    answer.set()
    until(lambda: ended)
    assert done == []
    assert window.board.panes() == []


TEXTS = [
    "",
    "\0\x1b\u202e\ufffd",
    "x" * 100_000,
    "[" * 100_000,
    '{"servers":' * 100_000,
    "9" * 5000,
    "1e999",
    "nan",
    "-1",
    "[1, null, {}]",
    "{}",
]
KEYS = [
    *("looks/scheme", "looks/zoom", "window/geometry", "window/state", "window/card"),
    *("window/panes", "panes/scenario", "panes/all", "sessions/recent", "text_log"),
    *("sessions/kept megabytes", "sessions/capture limit", "session window/geometry"),
]
HOSTILE: list[object] = [
    *(None, True, -1, 10**30, math.inf, "", "\0", "\ud800", "x" * 100_000, "[" * 100_000),
    *([], {}, [[]], {"a": [None]}),
]
SEND = {"mode": "text", "line_end": "lf", "large": False, "history": [["text", "x"]]}
PARTS = {
    "name": "mine",
    "steps": "",
    "script": True,
    "address": "tcp://127.0.0.1:0",
    "dialogue": "echo",
    "parameters": {},
    "options": {},
    "send": SEND,
    "staged": False,
}


def test_sent_messages_give_way_where_all_would_be_too_much(window, monkeypatch):
    settings = Settings()
    for number in range(4):
        pane = window.board.new_client(f"client {number}")
        pane.send_bar.restore({"history": [WrittenMessage(text="日" * 1000).saved()]})
    most = len(json.dumps(window.board.save())) - 1
    monkeypatch.setattr("socket_workbench.gui.session.settings.MOST_TABLE", most)
    memory.keep_panes(window, settings)
    kept = settings.table("panes/all")["clients"]
    assert isinstance(kept, list)
    assert [pane["name"] for pane in kept] == [f"client {number}" for number in range(4)]
    assert [pane["send"]["history"] for pane in kept] == [[]] * 4


def test_no_value_that_was_kept_does_harm(window, theme, until, remove_panes):
    """Whatever stands in the settings: at worst it is as if never kept."""
    settings = Settings()
    values: list[str | QByteArray] = [*TEXTS]
    values += map(QByteArray, (b"", b"\xff" * 1000, b"[" * 100_000))
    for key in KEYS:
        for value in values:
            settings.set(key, value)
            memory.restore_looks(theme, settings)
            memory.restore_window(window, settings)
            SessionSettings.load(settings)
            recent_sessions(settings)
            if key == "text_log":
                TextLogging(window.sessions._session, window.notice, window).resume()
        settings.set(key, "")
    for text in TEXTS:
        settings.set("panes/all", text)
        settings.set("panes/scenario", "" if text.startswith(("[", "{")) else text)
        memory.expect_panes(window, settings, are_kept=True)
        memory.restore_panes(window, settings)
        until(lambda: not window.scenario_control.opening.is_reading)
        assert window.board.coming == 0
        remove_panes(window.board)


def test_no_value_of_a_pane_does_harm(window, until, remove_panes):
    """What makes no sense is left out, what does comes back."""
    entries = [{**PARTS, name: value} for name in PARTS for value in HOSTILE]
    entries += [
        {**PARTS, "options": {name: value}}
        for name in {*ServerOptions().values(), *ClientOptions().values()}
        for value in HOSTILE
    ]
    entries += [{**PARTS, "send": {name: value}} for name in SEND for value in HOSTILE]
    panes = [window.board.new_server("a"), window.board.new_client("b")]
    for pane in panes:
        for entry in entries:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                pane.restore(entry)
        pane.restore(PARTS)
        assert pane.save()["name"] == "mine"

    kept = [{**PARTS, "options": {"receive_size": 10**30}}, 3, {"name": "x"}, PARTS]
    remove_panes(window.board)
    window.board.restore({"servers": kept, "clients": kept})
    assert [pane.name for pane in window.board.panes()] == ["mine", "mine"]
