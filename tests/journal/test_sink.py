from socket_workbench.journal.sink import BatchSink
from socket_workbench.journal.storage.store import Store


class EventsOnly:
    def write(self, sources, events):
        pass

    def close(self):
        pass


def test_a_sink_of_batches_is_told_from_a_sink_of_events(store: Store):
    assert isinstance(store, BatchSink)
    assert not isinstance(EventsOnly(), BatchSink)
