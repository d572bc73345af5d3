from socket_workbench.journal.sink import TendedSink, UnsentSink, WholeSink
from socket_workbench.journal.storage.store import Store


class Passing:
    def write_whole(self, batch):
        pass

    def close(self):
        pass


def test_sinks_are_told_from_each_other_by_what_they_take(store: Store):
    kinds = (WholeSink, UnsentSink, TendedSink)
    assert [isinstance(store, kind) for kind in kinds] == [False, True, True]
    assert [isinstance(Passing(), kind) for kind in kinds] == [True, False, False]
