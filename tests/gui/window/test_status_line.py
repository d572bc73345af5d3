import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QToolTip, QWidget

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.window.status import Losses, Status
from socket_workbench.gui.window.status_line import StatusLine

USUAL = Status(1, 1, 2, 120, 12, 3_400_000, 34, 2468, 0.00021, 4211)
FAULT = "The recording could not be written to <a> & b: the disk is full. Free some space."


@pytest.fixture
def around(qtbot):
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(1600, 30)
    return around


@pytest.fixture
def line(around):
    line = StatusLine(around)
    line.setFont(text_font())
    line.resize(1600, 30)
    around.show()
    return line


def labels(line):
    return line.findChildren(QLabel)


def shown(line):
    return [label.text() for label in labels(line) if label.isVisible()]


def places(line):
    """Return where the figures begin, and where the chip ends, which has no other fixed side."""
    return [*(label.x() for label in labels(line)), line.chip.geometry().right()]


def test_it_says_how_things_stand(line):
    line.show_status(USUAL)

    assert shown(line) == [
        "1 server · 1 client · 2 connections",
        "in 120 B · 12 B/s",
        "out 3.4 MB · 34 B/s",
        "2,468 reads and sends",
        "replies 210 µs",
        "4,211 events",
        "UDP drops 0",
    ]
    assert line.text() == "   ".join([*shown(line), "All recorded"])
    assert line.accessibleName() == line.text()


def test_watched_programs_that_run_are_counted_where_there_are_any(line):
    line.show_status(USUAL._replace(programs=2))
    assert shown(line)[0] == "1 server · 1 client · 2 connections · 2 programs"
    where = places(line)
    line.show_status(USUAL)
    assert shown(line)[0] == "1 server · 1 client · 2 connections"
    assert places(line) == where


def test_panes_that_are_coming_stand_behind_all_else_until_they_are_there(line):
    line.show_status(USUAL)
    before = places(line)
    line.show_status(USUAL._replace(coming=1234))

    assert shown(line)[-1] == "1,234 panes are coming…"
    assert line.accessibleName().endswith("1,234 panes are coming…")
    assert places(line)[:7] == before[:7]
    assert places(line)[-1] == before[-1]
    line.show_status(USUAL)
    assert "coming" not in "".join([*shown(line), line.text()])


def test_counts_have_their_plural_and_large_ones_their_groups(line):
    line.show_status(
        Status(
            clients=10, connections=1, out_rate=1_234_000, messages=1, events=1, udp_drops=12_345
        )
    )

    assert shown(line) == [
        "0 servers · 10 clients · 1 connection",
        "in 0 B · 0 B/s",
        "out 0 B · 1.2 MB/s",
        "1 read or send",
        "replies –",
        "1 event",
        "UDP drops 12,345",
    ]
    line.show_status(Status(events=14_211_345))
    assert "14,211,345 events" in shown(line)


def test_the_chip_says_that_nothing_was_lost(line):
    line.show_status(USUAL)

    assert (line.chip.tone(), line.chip.word()) == (Tone.OPEN, "All recorded")
    assert "is recorded" in line.chip.accessibleDescription()


def test_the_chip_leads_to_what_was_lost_only_where_something_was(line, qtbot):
    line.show_status(USUAL)
    with qtbot.assertNotEmitted(line.losses_requested):
        qtbot.mouseClick(line.chip, Qt.MouseButton.LeftButton)
    line.show_status(Status(losses=Losses(cut_datagrams=1, cut_bytes=400)))
    with qtbot.waitSignal(line.losses_requested):
        qtbot.mouseClick(line.chip, Qt.MouseButton.LeftButton)


def test_a_fault_is_an_error_and_its_sentence_the_tooltip(line):
    line.show_status(Status(udp_drops=3, fault=FAULT))
    line.chip.grab()

    assert (line.chip.tone(), line.chip.word()) == (Tone.ERROR, "Not recorded")
    assert line.chip.accessibleDescription().startswith(FAULT)
    QToolTip.hideText()
    place = QPoint(5, 5)
    asking = QHelpEvent(QEvent.Type.ToolTip, place, line.chip.mapToGlobal(place))
    QApplication.sendEvent(line.chip, asking)
    assert "to &lt;a&gt; &amp; b: the disk is full" in QToolTip.text()
    QToolTip.hideText()

    line.show_status(USUAL)
    assert line.chip.tone() is Tone.OPEN
    assert "disk" not in line.toolTip()


def test_nothing_moves_while_rates_change(line):
    line.show_status(USUAL)
    before = places(line)
    for size in (0, 9, 999, 1000, 9_900, 10_000, 999_000, 9_900_000, 999_400_000, 9_900_000_000):
        for reply in (None, 0.000001, 0.0009, 0.0012, 0.088, 0.5, 9.9):
            line.show_status(Status(1, 1, 2, size, size, size, size, 2468, reply, 4211))
            assert places(line) == before


def test_nothing_moves_while_counts_get_more_digits(line):
    line.show_status(Status())
    before = places(line)
    for count in (1, 9, 10, 999, 1_000, 10_000, 999_999, 1_000_000):
        few = min(count, 99)
        line.show_status(
            Status(few, few, min(count, 9_999), messages=count, events=count, udp_drops=few)
        )
        assert places(line) == before
    line.show_status(Status(losses=Losses(cut_datagrams=1, cut_bytes=400)))
    assert places(line) == before


def test_nothing_moves_back_when_counts_shrink(line):
    line.show_status(
        Status(10, 10, 1000, messages=900_000, median_reply=700.0, events=1_000_000, udp_drops=100)
    )
    before = places(line)
    line.show_status(Status(1, 1, 1, messages=1, events=1, udp_drops=1))

    assert places(line) == before


def test_where_it_is_narrow_whole_figures_give_way_and_the_tooltip_has_them(line):
    line.show_status(USUAL)
    whole = line.sizeHint().width()
    line.resize(whole, 30)
    assert len(shown(line)) == 7
    assert "2,468" not in line.toolTip()

    line.resize(whole - 1, 30)
    assert "2,468 reads and sends" not in shown(line)
    assert len(shown(line)) == 6
    assert "2,468 reads and sends" in line.toolTip()
    assert line.sizeHint().width() == whole

    line.resize(line.minimumSizeHint().width(), 30)
    assert shown(line) == []
    assert line.chip.isVisible()
    line.resize(whole, 30)
    assert len(shown(line)) == 7


def test_a_window_may_be_narrower_than_its_status(line, qtbot):
    line.show_status(USUAL)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.statusBar().addWidget(line, 1)
    line.show()
    window.resize(line.sizeHint().width() // 2, 200)
    with qtbot.waitExposed(window):
        window.show()

    assert window.width() < line.sizeHint().width()
    assert line.chip.isVisible()
    assert line.chip.width() == line.chip.sizeHint().width()
    assert "4,211 events" not in shown(line)


def test_nothing_is_cut_off_when_the_type_grows(line):
    line.show_status(USUAL)
    before = line.sizeHint()
    line.setFont(text_font(2.0))
    line.resize(3000, 60)
    line.layout().activate()

    assert line.sizeHint().width() > before.width() * 1.5
    assert line.sizeHint().height() > before.height() * 1.5
    for label in labels(line):
        assert label.fontMetrics().height() <= line.sizeHint().height()
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_every_text_is_translated(qtbot, pseudo_language):
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_status(USUAL)

    assert [label.text() for label in labels(line) if "⟦" not in label.text()] == []
    assert line.chip.word() == "⟦All recorded⟧"
