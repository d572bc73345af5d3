from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind


def test_events_come_out_as_they_went_in(conversation):
    batch = Batch.of_events(conversation)
    assert batch.events() == conversation
    assert all(type(event) is Event for event in batch.events())
    assert len(batch) == len(conversation)


def test_fields_in_a_row_become_columns():
    batch = Batch.of_fields([7, 1, Kind.SENT, b"a", "", 8, 2, Kind.NOTE, b"", "text"])
    assert batch.times == [7, 8]
    assert batch.sources == [1, 2]
    assert batch.kinds == [Kind.SENT, Kind.NOTE]
    assert batch.payloads == [b"a", b""]
    assert batch.texts == ["", "text"]


def test_parts_joined_are_the_whole(conversation):
    batch = Batch.of_events(conversation)
    assert batch.part(0, 3) + batch.part(3, len(batch)) == batch


def test_payload_bytes_counts_an_echo_twice(conversation):
    assert Batch.of_events(conversation[2:4]).payload_bytes() == 2 * len(b"Hello, server")


def test_an_empty_batch_is_false():
    assert not Batch.of_events([])
    assert Batch.of_events([]).events() == []
