import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from socket_workbench.gui.scenarios.copying import ScenarioCopying
from socket_workbench.scenarios.builtin import builtin_path


@pytest.fixture
def copying(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return ScenarioCopying(window)


def test_a_copy_is_written_where_it_is_asked_for(copying, qtbot, tmp_path):
    source = builtin_path("square")
    copying.ask(source)
    (dialog,) = copying.parent().findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("square.scenario.toml")
    with qtbot.waitSignal(copying.copied) as told:
        dialog.fileSelected.emit(str(tmp_path / "mine.toml"))
    dialog.reject()

    assert told.args == [str(tmp_path / "mine.toml")]
    assert (tmp_path / "mine.toml").read_bytes() == source.read_bytes()


def test_why_it_cannot_be_written_is_told(copying, qtbot, tmp_path):
    with qtbot.waitSignal(copying.failed) as told:
        copying.copy(builtin_path("square"), str(tmp_path / "no folder" / "mine.toml"))

    assert "mine.toml" in told.args[0]


@pytest.mark.needs("fifos")
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: None])
def test_what_cannot_be_copied_is_a_sentence_and_never_waited_for(copying, qtbot, tmp_path, make):
    source = tmp_path / "theirs.toml"
    make(source)
    with qtbot.waitSignal(copying.failed) as told:
        copying.copy(source, str(tmp_path / "mine.toml"))

    assert told.args[0].startswith(f"The file {source} cannot be read: ")
    assert not (tmp_path / "mine.toml").exists()
