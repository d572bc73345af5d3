import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.filter.completions import FilterCompletions
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.widgets.completion import Completion
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.filter_language import parse_filter

ADDRESS = "tcp://127.0.0.1:9"


KNOWN = [
    Source(1, Role.SERVER, "Server 1", ADDRESS),
    Source(2, Role.SERVER, "Server 1", ADDRESS, 3, "127.0.0.1:9", "127.0.0.1:51342"),
    Source(3, Role.CLIENT, "Client 1", ADDRESS, 4, "127.0.0.1:51342", "127.0.0.1:9"),
]


@pytest.fixture
def offer(qtbot, tmp_path):
    sources = SessionSources(tmp_path / "never read")
    sources.known = KNOWN
    completions = FilterCompletions(sources)

    def offer(text, cursor=None, *, asked=False):
        found = completions.offer(text, len(text) if cursor is None else cursor, asked)
        return [text[: found.start] + each + text[found.end :] for each in found.texts]

    return offer


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kind", ["kind:"]),
        ("kind:re", ["kind:received", "kind:reset", "kind:end_of_stream"]),
        ("kind:sent,half", ["kind:sent,half_closed"]),
        ("endpoint:", ['endpoint:"Client 1"', 'endpoint:"Server 1"']),
        ("endpoint:ser", ['endpoint:"Server 1"']),
        ('endpoint:"ser', ['endpoint:"Server 1"']),
        ("conn:", ["conn:4", "conn:3"]),
        ("peer:513", ["peer:127.0.0.1:51342"]),
        ("peer:cl", ['peer:"Client 1"']),
        ("-dir:", ["-dir:>server", "-dir:>client"]),
        ("is:", ["is:lost"]),
        ("zhang kind:half", ["zhang kind:half_closed"]),
        ("51342", ["peer:127.0.0.1:51342"]),
        ("Client", ['endpoint:"Client 1"', 'peer:"Client 1"', "dir:>client"]),
        ("-server ", []),
        ("-clien", ['-endpoint:"Client 1"', '-peer:"Client 1"', "-dir:>client"]),
        ("time:12", []),
        ("/kin", []),
        ('"ki', []),
        ("hello ", []),
        ("", []),
    ],
)
def test_what_is_typed_is_completed(offer, typed, expected):
    assert offer(typed) == expected
    for text in expected:
        if not text.endswith(":"):
            parse_filter(text)


def test_keys_are_offered_on_request_and_completed_where_the_cursor_is(offer):
    assert "kind:" in offer("", asked=True)
    assert offer("kind conn:3", 4) == ["kind: conn:3"]
    assert offer("kind:rec conn:3", 8) == ["kind:received conn:3"]


def test_every_kind_can_be_completed(offer):
    assert offer("kind:") == [f"kind:{kind.word}" for kind in Kind]


def test_enter_uses_the_filter_with_the_chosen_word(qtbot, recording):
    sources = SessionSources(recording.path)
    bar = FilterBar(sources)
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.activateWindow()
    bar.text_field.setFocus()
    qtbot.waitUntil(bar.text_field.hasFocus)
    qtbot.keyClicks(bar.text_field, "kind:rec")
    # No mistake is reported while a completion can make it right, only when it is left so.
    bar._on_text_settled()
    assert bar.below.mistake.text() == ""
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    assert "rec" in bar.below.mistake.text()
    qtbot.keyClicks(bar.text_field, "e")
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    assert changed.args == [Filter(kinds=frozenset({Kind.RECEIVED}))]
    # A key alone is no filter: its values are offered at once, after Enter and after a click.
    completion = bar.text_field.findChild(Completion)
    assert completion is not None
    bar.text_field.clear()
    qtbot.keyClicks(bar.text_field, "kind")
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Down)
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    assert (bar.text_field.text(), bar.below.mistake.text()) == ("kind:", "")
    assert completion.texts() == [kind.word for kind in Kind]
    bar.text_field.clear()
    qtbot.keyClicks(bar.text_field, "di")
    view = completion.list_view()
    assert view is not None
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.visualRect(view.model().index(0, 0)).center(),
    )
    assert completion.texts() == [">server", ">client"]
    # Names are those of the session.
    bar.text_field.clear()
    qtbot.waitUntil(lambda: len(sources.known) == 3)
    qtbot.keyClicks(bar.text_field, "endpoint:s")
    assert completion.texts() == ["server"]
    sources.close()
