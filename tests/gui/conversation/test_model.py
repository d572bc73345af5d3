import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.model import ConversationColumn, ConversationModel
from socket_workbench.gui.rows.time import time_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction, Row


@pytest.fixture
def model(qapp):
    return ConversationModel()


@pytest.fixture
def row(recording):
    def row(kind, payload=b"", text="", source=recording.client, length=None):
        length = len(payload) if length is None else length
        return Row(0, 0, source, kind, length, payload, text)

    return row


def texts(model):
    column = ConversationColumn.TEXT
    return [model.index(line, column).data() for line in range(model.rowCount())]


def test_it_is_a_sound_model(model, row, qtmodeltester):
    qtmodeltester.check(model)
    model.add_rows([row(Kind.SENT, b"a\nb")])
    model.clear()


def test_both_directions_stand_in_order_with_their_arrows(model, row):
    model.add_rows([row(Kind.RECEIVED, b"Welcome!"), row(Kind.SENT, b"zhangsan")])
    assert texts(model) == ["Welcome!", "zhangsan"]
    assert model.line(0).texts[:2] == (time_text(0), "←")
    assert model.line(1).texts[:2] == (time_text(0), "→")
    assert model.line(0).direction is Direction.TO_CLIENT
    assert model.line(1).direction is Direction.TO_SERVER


def test_lines_of_a_message_share_one_time(model, row):
    model.add_rows([row(Kind.SENT, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")])
    assert texts(model) == [r"GET / HTTP/1.1\r\n", r"Host: x\r\n", r"\r\n"]
    assert model.line(1).texts[:2] == ("", "")


def test_split_characters_are_shown_whole(model, row):
    data = "日本".encode()
    model.add_rows([row(Kind.SENT, data[:4])])
    model.add_rows([row(Kind.RECEIVED, b"ok"), row(Kind.SENT, data[4:])])
    assert texts(model) == ["日", "ok", "本"]


def test_what_a_preview_leaves_out_is_counted(model, row):
    model.add_rows([row(Kind.SENT, b"abc", length=1003)])
    assert texts(model) == ["abc", "… 1000 more bytes"]


def test_how_it_ended_is_part_of_it_and_how_it_began_is_not(model, row):
    model.add_rows(
        [
            row(Kind.CONNECTED),
            row(Kind.END_OF_STREAM),
            row(Kind.CLOSED, text="by the peer"),
            row(Kind.ERROR, text="It broke."),
        ]
    )
    assert texts(model) == ["end of stream", "closed · by the peer", "It broke."]
    assert model.line(0).direction is None


def test_only_rows_of_its_sources_are_taken(model, row, recording):
    model.show_sources({recording.client.number})
    model.add_rows([row(Kind.SENT, b"mine"), row(Kind.SENT, b"other", source=recording.accepted)])
    assert texts(model) == ["mine"]
    model.show_sources(None)
    assert texts(model) == []


def test_memory_is_bounded_and_says_so(qapp, row, qtbot):
    model = ConversationModel(most_lines=16)
    with qtbot.assertNotEmitted(model.shortened):
        model.add_rows([row(Kind.SENT, b"%d" % number) for number in range(16)])
    with qtbot.waitSignal(model.shortened):
        model.add_rows([row(Kind.SENT, b"16")])
    assert model.rowCount() <= 16
    assert texts(model)[-1] == "16"
    model.add_rows([row(Kind.SENT, b"%d" % number) for number in range(100)])
    assert texts(model) == [str(number) for number in range(84, 100)]
    model.clear()
    with qtbot.waitSignal(model.shortened):
        model.add_rows([row(Kind.SENT, b"x")] * 100)


def test_a_flood_of_rows_is_taken_little_by_little(model, row, qtbot):
    with qtbot.assertNotEmitted(model.shortened):
        model.add_rows([row(Kind.SENT, b"%d" % number) for number in range(1000)])
        assert 0 < model.rowCount() < 1000
        model.add_rows([row(Kind.SENT, b"last")])
        qtbot.waitUntil(lambda: model.rowCount() == 1001)
    assert texts(model) == [*(str(number) for number in range(1000)), "last"]


def test_a_flood_that_is_too_quick_ends_with_its_last_lines(qapp, row, qtbot):
    model = ConversationModel(most_lines=300)
    with qtbot.waitSignal(model.shortened):
        for start in range(0, 3000, 1000):
            model.add_rows([row(Kind.SENT, b"%d" % (start + number)) for number in range(1000)])
    qtbot.waitUntil(lambda: texts(model)[-1:] == ["2999"])
    shown = [int(text) for text in texts(model)]
    assert shown == list(range(3000 - len(shown), 3000))
    assert len(shown) <= 300


def test_clearing_forgets_what_still_waits(model, row, qtbot):
    model.add_rows([row(Kind.SENT, b"x")] * 1000)
    model.clear()
    model.add_rows([row(Kind.SENT, b"y")])
    assert texts(model) == ["y"]


def test_lines_are_found_by_the_numbers_of_their_rows(model, recording):
    for number, payload in ((3, b"one\ntwo\n"), (7, b"three\n")):
        row = Row(number, 0, recording.client, Kind.SENT, len(payload), payload, "")
        model.add_rows([row])
    assert [model.number_at(line) for line in range(3)] == [3, 3, 7]
    assert [model.position_from(number) for number in (0, 3, 4, 7, 8)] == [0, 0, 2, 2, 3]


def test_an_arrow_is_said_in_words(model, row):
    model.add_rows([row(Kind.SENT, b"x")])
    arrow = model.index(0, ConversationColumn.ARROW)
    assert arrow.data(Qt.ItemDataRole.AccessibleTextRole) == "client to server"
    text = model.index(0, ConversationColumn.TEXT)
    assert text.data(Qt.ItemDataRole.ToolTipRole) == "client to server\nx"


def test_the_lines_of_a_message_are_known(model, row):
    model.add_rows(
        [row(Kind.SENT, b"a"), row(Kind.RECEIVED, b"b\nc\nd"), row(Kind.SENT, b"e\nf\n")]
    )
    assert [model.message_at(line) for line in range(model.rowCount())] == [
        (0, 0),
        (1, 3),
        (1, 3),
        (1, 3),
        (4, 5),
        (4, 5),
    ]


def test_the_lines_of_joined_messages_are_within_those_there_are(model, row):
    model.use_lines(ConversationLines(joins=True))
    model.add_rows([row(Kind.RECEIVED, each) for each in (b"a\nb", b"c\nd", b"", b"e\n", b"\nf")])
    for line in range(model.rowCount()):
        first, last = model.message_at(line)
        assert 0 <= first <= line <= last < model.rowCount()
