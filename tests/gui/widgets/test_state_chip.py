from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.looks.palette import LIGHT, use_tokens
from socket_workbench.gui.looks.state_mark import Tone, chip_ground
from socket_workbench.gui.widgets.state_chip import StateChip


def test_a_state_is_a_word_as_well_as_a_color(qtbot):
    chip = StateChip(Tone.OPEN, "LISTEN")
    qtbot.addWidget(chip)

    assert (chip.tone(), chip.word(), chip.accessibleName()) == (Tone.OPEN, "LISTEN", "LISTEN")
    chip.show_state(Tone.ERROR, "FAILED")
    assert (chip.tone(), chip.word(), chip.accessibleName()) == (Tone.ERROR, "FAILED", "FAILED")


def test_it_is_painted_on_its_chip(qtbot):
    use_tokens(LIGHT)
    chip = StateChip(Tone.WAITING, "recv(1024) waiting")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())

    image = chip.grab().toImage()

    assert image.pixelColor(5, image.height() // 2) == chip_ground(Tone.WAITING)


def test_without_a_word_it_takes_no_room(qtbot):
    chip = StateChip()
    qtbot.addWidget(chip)

    assert chip.sizeHint().width() == 0
    chip.grab()


def test_it_grows_with_its_word_and_gives_way_when_it_must(qtbot):
    chip = StateChip(Tone.WAITING, "accept()")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.show_state(Tone.WAITING, "recv(1024) waiting 0.8 s")

    assert chip.sizeHint().width() > before
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    chip.resize(chip.minimumSizeHint())
    chip.grab()
    assert chip.toolTip() == "recv(1024) waiting 0.8 s"
    chip.resize(chip.sizeHint())
    chip.grab()
    assert chip.toolTip() == ""


def test_it_keeps_room_for_other_words(qtbot):
    chip = StateChip(Tone.IDLE, "STOPPED")
    qtbot.addWidget(chip)
    chip.keep_room_for(["STOPPED", "ESTABLISHED", "FAILED"])
    widths = set()
    for word in ("STOPPED", "ESTABLISHED", "FAILED", ""):
        chip.show_state(Tone.OPEN, word)
        widths |= {chip.sizeHint().width(), chip.minimumSizeHint().width()}
    assert len(widths) == 1
    use_tokens(LIGHT)
    chip.show_state(Tone.OPEN, "LISTEN")
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    grounds = [image.pixelColor(x, image.height() // 2) for x in (5, image.width() - 5)]
    assert grounds[0] == chip_ground(Tone.OPEN) != grounds[1]


def test_it_grows_with_the_type(qtbot):
    chip = StateChip(Tone.OPEN, "LISTEN")
    qtbot.addWidget(chip)
    font = chip.font()
    font.setPixelSize(13)
    chip.setFont(font)
    assert chip.sizeHint().height() == 30
    font.setPixelSize(26)
    chip.setFont(font)
    assert chip.sizeHint().height() == 60


def test_a_word_of_as_many_letters_that_is_wider_gets_its_room(qtbot):
    place = QWidget()
    qtbot.addWidget(place)
    row = QHBoxLayout(place)
    chip = StateChip(Tone.OPEN, "ill")
    row.addWidget(chip)
    row.addStretch(1)
    place.resize(400, 40)
    place.show()
    chip.show_state(Tone.OPEN, "MWM")
    qtbot.waitUntil(lambda: chip.width() == chip.sizeHint().width())
    chip.grab()
    assert chip.toolTip() == ""
