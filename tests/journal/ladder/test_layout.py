from socket_workbench.journal.call_record import held_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.shapes import Box, Ink, Line, Text


def boxes(ladder):
    return [shape for shape in ladder.picture().shapes if isinstance(shape, Box)]


def test_a_message_is_one_arrow_from_send_to_read(ladder):
    sent = ladder.add(ladder.client, Kind.SENT, b"hello")
    ladder.add(ladder.accepted, Kind.RECEIVED, b"hello")
    assert ladder.arrows() == [(sent, "Client 1", "conn:1", "arrow")]
    assert ladder.texts()[sent] == ["hello  5"]


def test_two_sends_in_one_read_end_at_the_same_place(ladder):
    ladder.add(ladder.client, Kind.SENT, b"lisi")
    ladder.add(ladder.client, Kind.SENT, b"wangwu")
    ladder.add(ladder.accepted, Kind.RECEIVED, b"lisiwangwu")
    arrows = [s for s in ladder.picture().shapes if isinstance(s, Line) and s.row >= 0]
    assert [line.row for line in arrows] == [0, 1]
    assert arrows[0].y2 == arrows[1].y2 > arrows[1].y1 > arrows[0].y1


def test_a_send_in_two_reads_is_two_arrows_with_one_text(ladder):
    ladder.add(ladder.accepted, Kind.SENT, b"abcdef")
    ladder.add(ladder.client, Kind.RECEIVED, b"abc")
    ladder.add(ladder.client, Kind.RECEIVED, b"def")
    assert [row for row, *_ in ladder.arrows()] == [0, 0]
    assert ladder.texts() == {0: ["abcdef  6"]}


def test_an_arrow_never_goes_back_in_time(ladder):
    ladder.add(ladder.accepted, Kind.RECEIVED, b"early")
    ladder.add(ladder.client, Kind.SENT, b"early")
    (line,) = [s for s in ladder.picture().shapes if isinstance(s, Line) and s.row >= 0]
    assert line.y1 == line.y2


def test_a_lost_datagram_ends_on_its_way(datagrams):
    for payload in (b"lost", b"here"):
        datagrams.add(datagrams.client, Kind.SENT, payload)
    datagrams.add(datagrams.accepted, Kind.RECEIVED, b"here")
    assert [(row, head) for row, _, _, head in datagrams.arrows()] == [(0, "cross"), (1, "arrow")]


def test_what_was_not_sent_does_not_arrive(ladder):
    ladder.add(ladder.client, Kind.SENT, b"never", taken=0)
    assert [(row, head) for row, _, _, head in ladder.arrows()] == [(0, "cross")]


def test_a_message_whose_send_is_held_does_not_arrive(ladder):
    ladder.add(ladder.client, Kind.SENT, b"later")
    ladder.add(ladder.accepted, Kind.SENT, b"other")
    text = held_text("send(b'')", "t", 1, 1)
    ladder.add(ladder.client, Kind.CALL_BEGUN, b"later", text)
    assert [(row, head) for row, _, _, head in ladder.arrows()] == [(0, "none"), (1, "arrow")]
    (line,) = [s for s in ladder.picture().shapes if isinstance(s, Line) and s.row == 0]
    assert line.is_dashed
    ladder.call(ladder.client, "send(b'')", "5", 1)
    assert [(row, head) for row, _, _, head in ladder.arrows()] == [(0, "arrow"), (1, "arrow")]


def test_a_call_is_long_while_it_waits(ladder):
    ladder.begin(ladder.listener, "accept()", 1)
    ladder.call(ladder.accepted, "getsockname()", "('127.0.0.1', 1)", 2)
    ladder.call(ladder.listener, "accept()", "(socket(fileno=9), ('::1', 1))", 1, 1_200_000_000)
    waited, short = sorted(boxes(ladder), key=lambda box: box.x)
    assert waited.bottom - waited.top > 2 * (short.bottom - short.top)
    assert (waited.ink, waited.is_open, short.ink) == (Ink.WAITING, False, Ink.TEXT)
    assert ladder.texts()[2] == ["accept() 1.2 s → (socket(fileno=9), ('::1', 1))"]


def test_a_call_that_has_not_returned_goes_on_to_the_end(ladder):
    ladder.begin(ladder.listener, "accept()", 1)
    ladder.add(ladder.client, Kind.CONNECTED)
    (box,) = boxes(ladder)
    assert box.is_open
    assert box.bottom >= ladder.picture().height


def test_a_call_takes_in_the_message_beside_it(ladder):
    ladder.add(ladder.client, Kind.SENT, b"hello")
    ladder.call(ladder.client, "send(b'')", "5", 1)
    ladder.call(ladder.accepted, "recv(1024)", "b''", 2)
    ladder.add(ladder.accepted, Kind.RECEIVED, b"hello")
    heights = [box.bottom - box.top for box in boxes(ladder)]
    assert min(heights) > 24
    (arrow,) = [s for s in ladder.picture().shapes if isinstance(s, Line) and s.row >= 0]
    assert all(
        box.top < arrow.y1 < box.bottom or box.top < arrow.y2 < box.bottom for box in boxes(ladder)
    )


def test_an_error_of_a_call_is_seen(ladder):
    ladder.call(ladder.attempt, "connect(('127.0.0.1', 1))", "ECONNREFUSED", 1)
    (box,) = boxes(ladder)
    assert box.ink is Ink.ERROR


def test_that_a_call_cannot_go_on_without_waiting_is_no_error(ladder):
    ladder.call(ladder.accepted, "recv(1024, MSG_DONTWAIT)", "EAGAIN", 1)
    (box,) = boxes(ladder)
    assert box.ink is Ink.TEXT


def test_the_length_of_a_message_is_not_cut(ladder):
    ladder.add(ladder.client, Kind.SENT, b"a" * 300)
    shown = next(
        each for each in ladder.picture().shapes if isinstance(each, Text) and "aaa" in each.text
    )
    assert shown.parts[1] == "  300"
