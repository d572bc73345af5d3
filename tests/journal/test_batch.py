from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind


def test_events_come_out_as_they_went_in(conversation):
    batch = Batch.of_events(conversation)
    assert batch.events() == conversation
    assert all(type(event) is Event for event in batch.events())
    assert len(batch) == len(conversation)


def test_fields_in_a_row_become_columns():
    batch = Batch.of_fields([7, 1, Kind.SENT, b"a", "", 3, 8, 2, Kind.NOTE, b"", "text", 0])
    assert batch.times == [7, 8]
    assert batch.sources == [1, 2]
    assert batch.kinds == [Kind.SENT, Kind.NOTE]
    assert batch.payloads == [b"a", b""]
    assert batch.texts == ["", "text"]
    assert batch.lengths == [3, 0]


def test_parts_joined_are_the_whole(conversation):
    batch = Batch.of_events(conversation)
    assert batch.part(0, 3) + batch.part(3, len(batch)) == batch


def test_payload_bytes_counts_an_echo_twice(conversation):
    assert Batch.of_events(conversation[2:4]).payload_bytes() == 2 * len(b"Hello, server")


def test_an_empty_batch_is_false():
    assert not Batch.of_events([])
    assert Batch.of_events([]).events() == []


def test_cut_keeps_beginnings_and_the_real_lengths():
    echo = b"0123456789"
    batch = Batch.of_events([Event(1, 1, Kind.RECEIVED, echo), Event(2, 1, Kind.SENT, echo)])
    cut = batch.cut(4)
    assert cut.payloads == [b"0123", b"0123"]
    assert cut.payloads[0] is cut.payloads[1]
    assert cut.lengths == [10, 10]
    assert cut.cut(2).lengths == [10, 10]
    assert batch.cut(10) is batch


def test_cut_and_whole_events_are_joined_and_parted():
    whole = Batch.of_events([Event(1, 1, Kind.SENT, b"ab")])
    cut = Batch.of_events([Event(2, 1, Kind.SENT, b"abcdef")]).cut(3)
    assert (whole + cut).lengths == [2, 6]
    assert (cut + whole).part(1, 2) == Batch([1], [1], [Kind.SENT], [b"ab"], [""], [2])
