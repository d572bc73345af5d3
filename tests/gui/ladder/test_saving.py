import pytest

from socket_workbench.gui.ladder import saving
from socket_workbench.gui.ladder.saving import LadderSaving, PictureTask
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.palette import DARK
from socket_workbench.journal.ladder.shapes import Sizes


@pytest.fixture
def save(qtbot, recording, converse, tmp_path):
    """Saves the first rows."""
    count = converse(30)
    savings = LadderSaving()

    def save(name, rows=None, left_out=0):
        numbers = list(range(count if rows is None else rows))
        task = PictureTask(recording.path, numbers, left_out, Sizes())
        savings.save(task, tmp_path / name, text_font(), DARK)
        qtbot.waitUntil(lambda: not savings.is_saving)

    yield save
    savings.close()


def test_rows_that_are_left_out_are_said(save, tmp_path):
    save("few.mermaid", rows=8, left_out=112)
    text = (tmp_path / "few.mermaid").read_text("utf-8")
    assert "112 more rows are not in this picture" in text
    task = PictureTask(tmp_path, range(8), 112, Sizes())
    sentence = saving.saved_sentence(task, tmp_path / "few.mermaid")
    assert "with 8 of 120 rows" in sentence


def test_a_file_that_cannot_be_written_is_said(save, qtbot, tmp_path):
    (tmp_path / "there.svg").mkdir()
    said: list[str] = []
    savings = LadderSaving()
    savings.failed.connect(said.append)
    task = PictureTask(tmp_path / "session.workbench", [0], 0, Sizes())
    savings.save(task, tmp_path / "there.svg", text_font(), DARK)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "there.svg could not be written" in said[0]


def test_the_session_is_not_saved_over(qtbot, recording, converse):
    numbers = list(range(converse(1)))
    before = recording.path.read_bytes()
    said: list[str] = []
    savings = LadderSaving()
    savings.failed.connect(said.append)
    task = PictureTask(recording.path, numbers, 0, Sizes())
    savings.save(task, recording.path, text_font(), DARK)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "is the session itself" in said[0]
    assert recording.path.read_bytes() == before


@pytest.mark.parametrize("name", ["ladder.png", "ladder.pdf"])
def test_a_painted_picture_fits_what_qt_can_paint(save, tmp_path, name):
    save(name)
    assert (tmp_path / name).stat().st_size > 2000
    assert saving.KINDS[1].most * Sizes().slot < 32_767
