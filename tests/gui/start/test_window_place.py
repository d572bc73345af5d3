import pytest

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory
from socket_workbench.gui.start.window_place import WindowNumber, WindowPlace
from socket_workbench.gui.window.main_window import MainWindow


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "windows"


@pytest.fixture
def open_place(folder, session, theme, until):
    """Opens a window with its place as the program does, or several at once."""
    opened = []

    def open_place():
        place = WindowPlace(folder)
        window = MainWindow(session, theme)
        memory.restore_panes(window, place.settings)
        place.watch(window)
        opened.append((place, window))
        return place, window

    yield open_place
    for place, window in opened:
        place.close()
        ended: list[list[str]] = []
        window.ended.connect(ended.append)
        window.close()
        until(lambda ended=ended: ended)
        window.deleteLater()


def die(place):
    """Do what the end of a process does, however it comes."""
    place._clock.stop()
    place._claim.release(ended=False)
    place._claim = place._window = None


def addresses(window):
    return [pane.address.text() for pane in window.board.panes()]


def add_client(window, address):
    window.board.new_client("mine").address.set_text(address)


def test_panes_come_back_after_the_first_window_ever_was_killed(open_place, until):
    place, window = open_place()
    add_client(window, "tcp://127.0.0.1:15001")
    until(lambda: "15001" in str(Settings(place._file).table("panes/all")))
    die(place)
    again, other = open_place()
    assert again._file == place._file
    assert addresses(other) == addresses(window)
    assert "tcp://127.0.0.1:15001" in addresses(other)


def test_windows_that_are_open_at_once_come_back_each_as_it_was(open_place, folder):
    (first, one), (second, two) = open_place(), open_place()
    add_client(one, "tcp://127.0.0.1:15001")
    add_client(two, "tcp://127.0.0.1:15002")
    for place in (second, first):
        place.close()
    # That which was closed last comes back first.
    (third, three), (fourth, four) = open_place(), open_place()
    assert addresses(three) == addresses(one)
    assert addresses(four) == addresses(two)
    fourth.close()
    third.close()
    assert sorted(path.name for path in folder.iterdir()) == ["1.ini", "2.ini"]


def test_what_has_not_changed_is_not_written_again(open_place, folder, until):
    place, window = open_place()
    place.keep_panes()
    file = place._file
    file.write_text("changed by somebody else")
    place.keep_panes()
    assert file.read_text() == "changed by somebody else"
    add_client(window, "tcp://127.0.0.1:15001")
    place.keep_panes()
    assert "15001" in file.read_text()
    window.gallery.restore_folder("/no/lessons")
    place.keep_panes()
    assert "/no/lessons" in file.read_text()
    until(lambda: window.gallery.folder.path is None)


def test_without_a_place_of_its_own_a_window_uses_the_settings(open_place, folder):
    folder.write_text("no folder")
    place, window = open_place()
    add_client(window, "tcp://127.0.0.1:15001")
    place.close()
    assert "15001" in str(Settings().table("panes/all"))


def test_that_panes_cannot_be_kept_is_said_once_and_tried_again(open_place, folder, own_home):
    folder.write_text("no folder")
    (own_home / "config").write_text("no folder either")
    place, window = open_place()
    told: list[str] = []
    place.keeping_failed.connect(told.append)
    for _ in range(2):
        add_client(window, "tcp://127.0.0.1:15001")
        place.keep_panes()
    assert len(told) == 1
    assert str(own_home / "config") in told[0]
    (own_home / "config").unlink()
    place.keep_panes()
    assert "15001" in str(Settings().table("panes/all"))


def test_a_place_whose_lock_is_none_is_passed_over(open_place, folder):
    folder.mkdir()
    (folder / "1.lock").mkdir()
    (folder / "1.ini").write_bytes(b"\xff" * 100)
    place, _ = open_place()
    assert place._file == folder / "2.ini"
    assert (folder / "1.ini").read_bytes() == b"\xff" * 100


def test_only_the_user_can_read_it(open_place, folder):
    open_place()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_windows_that_are_open_at_once_have_different_titles(folder):
    numbers = [WindowNumber(folder) for _ in range(3)]
    assert [each.title() for each in numbers] == [
        "Socket Workbench",
        "Window 2 — Socket Workbench",
        "Window 3 — Socket Workbench",
    ]
    numbers[1].release()
    again = WindowNumber(folder)
    assert again.number == 2
    for each in (numbers[0], again, numbers[2]):
        each.release()
    assert list(folder.glob("window-*")) == []


def test_where_no_lock_can_be_made_a_window_has_its_usual_title(folder):
    folder.write_text("no folder")
    number = WindowNumber(folder)
    assert number.title() == "Socket Workbench"
    number.release()
