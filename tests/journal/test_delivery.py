from socket_workbench.journal.batch import Batch
from socket_workbench.journal.delivery import TEND_INTERVAL, Delivery
from socket_workbench.journal.errors import SinkError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.unsent import Unsent

EVENTS = [Event(1, 1, Kind.SENT, b"abc"), Event(2, 1, Kind.NOTE, b"", "x")]


class Plain:
    def __init__(self, error=None):
        self.events, self.error, self.tended, self.closed = [], error, 0, False

    def write_batch(self, sources, batch):
        if self.error is not None:
            raise self.error
        self.events += batch.events()

    def close(self):
        self.closed = True
        if self.error is not None:
            raise self.error


class Keeping(Plain):
    def __init__(self):
        super().__init__()
        self.unsent, self.batches = [], []

    def take_unsent(self, entries):
        self.unsent += entries

    def write_batch(self, sources, batch):
        self.batches.append((batch, list(self.unsent)))

    def tend(self):
        self.tended += 1


def deliver(*sinks, unsent=()):
    faults = []
    delivery = Delivery(sinks, lambda sink, error: faults.append(sink))
    batch = Batch.of_events(EVENTS)
    delivery.write([], batch.cut(1), list(unsent), batch)
    return delivery, faults


class Whole:
    def __init__(self):
        self.payloads = []

    def write_whole(self, batch):
        self.payloads += batch.payloads

    def close(self):
        pass


def test_every_sink_is_given_what_it_takes():
    plain, keeping, whole = Plain(), Keeping(), Whole()
    delivery, faults = deliver(plain, keeping, whole, unsent=[Unsent(1, 1, 2)])
    assert [event.payload for event in plain.events] == [b"a", b""]
    assert whole.payloads == [b"abc", b""]
    # What became of messages comes before the batch that says why.
    assert [len(unsent) for _, unsent in keeping.batches] == [1]
    assert keeping.events == []
    assert delivery.wants_whole
    assert not Delivery([plain], None).wants_whole
    assert faults == []


def test_a_faulty_sink_ends_alone_and_one_that_passes_stays():
    class PassingError(SinkError):
        lasting = False

    faulty, passing, sound = Plain(ValueError()), Plain(PassingError()), Plain()
    delivery, faults = deliver(faulty, passing, sound)
    passing.error = None
    batch = Batch.of_events(EVENTS)
    delivery.write([], batch, [], batch)
    assert faults == [faulty, passing]
    assert (len(sound.events), len(passing.events), len(faulty.events)) == (4, 2, 0)
    delivery.close()
    assert faults == [faulty, passing, faulty]
    assert all(sink.closed for sink in (faulty, passing, sound))


def test_who_wants_to_be_tended_is_now_and_then():
    keeping = Keeping()
    delivery, _ = deliver(Plain(), keeping)
    assert delivery.patience == TEND_INTERVAL
    delivery.tend()
    delivery.tend()
    assert keeping.tended == 1
    assert Delivery([Plain()], None).patience is None
