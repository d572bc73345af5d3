import pytest

from socket_workbench.gui.threads.saving import Saving
from socket_workbench.journal.export.errors import ExportError


@pytest.fixture
def saving():
    saving = Saving("save")
    yield saving
    saving.close()


def test_what_was_saved_and_what_could_not_be_is_told(saving, qtbot):
    told: list[tuple[str, str]] = []
    saving.saved.connect(lambda sentence: told.append(("saved", sentence)))
    saving.failed.connect(lambda sentence: told.append(("failed", sentence)))

    def full(token):
        raise ExportError("no room")

    for work in (lambda token: "there it is", full):
        saving.start(work)
        assert saving.is_saving
        qtbot.waitUntil(lambda: not saving.is_saving)
    assert told == [("saved", "there it is"), ("failed", "no room")]


def test_another_result_goes_where_it_is_wanted(saving, qtbot):
    told: list[object] = []
    saving.saved.connect(told.append)

    saving.start(lambda token: 3, lambda count: saving.start(lambda token: f"{count} rows"))

    qtbot.waitUntil(lambda: told == ["3 rows"])
