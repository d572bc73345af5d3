from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.gui.scenarios.gallery_model import ENTRY_ROLE, GalleryModel

ENTRIES = [
    GalleryEntry("echo", "Echo", "What is sent comes back.", ("tcp://[::1]:7",)),
    GalleryEntry("chat", "Chat room", "Everybody hears everybody.", ("tcp://127.0.0.1:13145",)),
]


def names(model):
    return [model.index(row).data(ENTRY_ROLE).name for row in range(model.rowCount())]


def test_it_is_a_sound_model_while_it_is_sought(qtbot):
    model = GalleryModel(ENTRIES)
    tester = QAbstractItemModelTester(model)
    for text in ("chat", "nowhere", ""):
        model.search(text)
    assert tester.model() is model
    assert model.rowCount(model.index(0)) == 0


def test_it_shows_what_matches_in_the_order_given(qtbot):
    model = GalleryModel(ENTRIES)

    assert names(model) == ["echo", "chat"]
    model.search("every")
    assert names(model) == ["chat"]
    model.search("")
    assert names(model) == ["echo", "chat"]


def test_it_tells_its_views_only_when_something_changes(qtbot):
    model = GalleryModel(ENTRIES)
    with qtbot.assertNotEmitted(model.modelReset):
        model.search("tcp")
    with qtbot.waitSignal(model.modelReset):
        model.search("room")


def test_it_knows_where_a_scenario_is_shown(qtbot):
    model = GalleryModel(ENTRIES)

    assert model.place_of("chat").row() == 1
    assert not model.place_of("nowhere").isValid()
    model.search("echo")
    assert not model.place_of("chat").isValid()


def test_a_screen_reader_says_all_of_a_row(qtbot):
    model = GalleryModel(ENTRIES)
    place = model.index(0)

    assert place.data() == "Echo"
    assert (
        place.data(Qt.ItemDataRole.AccessibleTextRole)
        == "Echo\nWhat is sent comes back.\ntcp://[::1]:7"
    )
    assert place.data(Qt.ItemDataRole.ToolTipRole) == "Echo\ntcp://[::1]:7"
    assert place.data(Qt.ItemDataRole.DecorationRole) is None
