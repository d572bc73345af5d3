import pytest

from socket_workbench.gui.conversation.saving import ConversationSaving, stream_filter
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction


@pytest.fixture
def saving(qapp, recording, tmp_path):
    recording.add(
        (recording.accepted, Kind.RECEIVED, b"zhangsan\n"),
        (recording.accepted, Kind.SENT, b"Hello\0"),
        (recording.client, Kind.SENT, b"another"),
    )
    started = []

    def saving(direction=None, path=recording.path, target=tmp_path / "out"):
        started.append(ConversationSaving(path, stream_filter(1, direction), target))
        return started[-1]

    yield saving
    for each in started:
        each.wait()


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (None, b"zhangsan\nHello\0"),
        (Direction.TO_SERVER, b"zhangsan\n"),
        (Direction.TO_CLIENT, b"Hello\0"),
    ],
)
def test_raw_bytes_are_saved(saving, qtbot, direction, expected):
    one = saving(direction)
    with qtbot.waitSignal(one.saved) as saved:
        one.start()
    assert saved.args == [len(expected), False]
    assert one.target.read_bytes() == expected


def test_it_can_be_cancelled(saving, qtbot, tmp_path):
    one = saving()
    one.cancel()
    with qtbot.waitSignal(one.cancelled):
        one.start()
    assert not one.target.exists()


def test_it_tells_why_it_cannot_be(saving, qtbot, tmp_path):
    for one in (saving(target=tmp_path / "no" / "out"), saving(path=tmp_path / "nowhere")):
        with qtbot.waitSignal(one.failed) as failed:
            one.start()
        assert failed.args[0]
