import socket
import threading
from dataclasses import replace

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine import losses as module
from socket_workbench.engine.losses import Losses, truncation_sentence
from socket_workbench.engine.view import Traffic
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def test_the_sentence_says_how_much_is_lost():
    assert "had 2 bytes, the receive size is 1: its last byte is lost" in truncation_sentence(2, 1)
    assert "its last 65,003 bytes are lost" in truncation_sentence(65_507, 504)


class Lossy:
    """Stands in for a socket of which the system has lost something."""

    def __init__(self):
        self.excess = 0
        self.lost = 0
        self.unread = 0
        self.earlier_error = None
        self.patience = []

    def dropped(self):
        return self.lost

    def discard_unread(self):
        unread, self.unread = self.unread, 0
        return unread

    def set_patience(self, seconds):
        self.patience.append(seconds)


@pytest.fixture
def lossy():
    return Lossy()


@pytest.fixture
def losses(lossy, journal):
    source = journal.add_source("server", "server", "")
    return Losses(lossy, 8, journal, source.number)


def test_each_loss_is_recorded_once(lossy, losses, journal, recording):
    losses.record_drops()
    lossy.lost = 1
    losses.record_drops()
    losses.record_drops()
    lossy.lost = 1_006
    losses.record_drops()
    journal.flush()

    texts = recording.texts(Kind.DROPPED)
    assert ["dropped 1 datagram " in texts[0], "dropped 1,005 datagrams " in texts[1]] == [True] * 2
    assert len(texts) == 2
    assert losses.traffic() == Traffic(dropped=1_006)


def test_the_row_of_a_cut_datagram_has_its_whole_length(lossy, journal):
    class Lengths:
        def write_batch(self, sources, batch):
            self.rows = [*zip(batch.kinds, batch.payloads, batch.lengths, strict=True)]

        def close(self):
            pass

    lengths = Lengths()
    with_lengths = type(journal)([lengths])
    source = with_lengths.add_source("server", "server", "").number
    losses = Losses(lossy, 4, with_lengths, source)
    lossy.excess = 3
    losses.append_received(source, Kind.RECEIVED, b"1234")
    with_lengths.close()

    assert lengths.rows[0] == (Kind.RECEIVED, b"1234", 7)
    assert lengths.rows[1][0] is Kind.DROPPED
    assert losses.traffic() == Traffic(cut=1, cut_bytes=3)


def test_while_datagrams_come_it_looks_now_and_then_and_once_more_at_the_end(
    lossy, losses, journal, recording, monkeypatch
):
    monkeypatch.setattr(module, "INTERVAL", 3600 * 10**9)
    losses.append_received(losses.source, Kind.RECEIVED, b"first")
    assert lossy.patience == [module.QUIET_SECONDS]
    lossy.lost = 2
    losses.append_received(losses.source, Kind.RECEIVED, b"second")
    assert not recording.texts(Kind.DROPPED)

    # Nothing has come for a while.
    losses.rest()
    losses.rest()
    journal.flush()
    assert len(recording.texts(Kind.DROPPED)) == 1
    assert lossy.patience == [module.QUIET_SECONDS, None]
    losses.append_received(losses.source, Kind.RECEIVED, b"third")
    assert lossy.patience == [module.QUIET_SECONDS, None, module.QUIET_SECONDS]


@pytest.mark.parametrize("role", ["server", "client"])
def test_what_a_burst_cost_is_recorded_when_it_is_over(bench, recording, monkeypatch, role):
    """Without another datagram, and without an end."""
    lost: list[int] = []
    monkeypatch.setattr(DatagramSocket, "dropped", lambda self: sum(lost))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        if role == "server":
            server = bench.server("print-only", Transport.UDP)
            address = "127.0.0.1", server.bound.port
        else:
            client = bench.connected(Endpoint(Transport.UDP, *peer.getsockname()))
            client.send(b"hello")
            _, address = peer.recvfrom(100)
        peer.sendto(b"last", address)
        recording.wait_for(Kind.RECEIVED)
        lost.append(3)
        assert "dropped 3 datagrams" in recording.wait_for(Kind.DROPPED)[0].text
        lost.append(1)
        bench.stop()
        assert "dropped 1 datagram " in recording.wait_for(Kind.DROPPED, 2)[1].text


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.UNIX_DATAGRAM])
def test_a_datagram_that_is_cut_is_said_by_server_and_client(bench, recording, tmp_path, transport):
    if transport is Transport.UDP:
        endpoint = Endpoint(transport, "127.0.0.1", 0)
    else:
        endpoint = Endpoint(transport, path=str(tmp_path / "ours"))
    server = bench.server("echo", endpoint=endpoint, options=ServerOptions(receive_size=4))
    with socket.socket(
        socket.AF_UNIX if endpoint.path else socket.AF_INET, socket.SOCK_DGRAM
    ) as peer:
        peer.bind(str(tmp_path / "theirs") if endpoint.path else ("127.0.0.1", 0))
        peer.settimeout(20)
        peer.sendto(b"123456", server.bound.path or ("127.0.0.1", server.bound.port))
        assert peer.recv(100) == b"1234"
        assert "had 6 bytes" in recording.wait_for(Kind.DROPPED)[0].text
        bound = peer.getsockname()
        where = replace(endpoint, path=bound) if server.bound.path else Endpoint(transport, *bound)
        client = bench.connected(where, options=ClientOptions(receive_size=2))
        client.send(b"hello")
        _, address = peer.recvfrom(100)
        peer.sendto(b"answer", address)
        assert "its last 4 bytes" in recording.wait_for(Kind.DROPPED, 2)[1].text
        assert (client.traffic().cut, client.traffic().cut_bytes) == (1, 4)
    assert (server.traffic().cut, server.traffic().cut_bytes) == (1, 2)
    assert recording.payloads(Kind.RECEIVED, "client") == b"an"


def test_why_an_earlier_datagram_came_to_nothing_is_recorded(lossy, losses, journal, recording):
    lossy.earlier_error = OSError("Nothing is there.")
    losses.record_earlier_error()
    journal.flush()
    assert recording.texts(Kind.ERROR) == ["Nothing is there."]
    assert lossy.earlier_error is None


def test_what_is_unread_at_the_end_is_recorded_and_counted(lossy, losses, journal, recording):
    lossy.lost = 2
    lossy.unread = 3
    losses.record_unread()
    losses.record_unread()
    journal.flush()

    texts = recording.texts(Kind.DROPPED)
    assert len(texts) == 2
    assert "dropped 2 datagrams" in texts[0]
    assert texts[1] == "3 datagrams had come and were not read when receiving was stopped."
    assert losses.traffic() == Traffic(dropped=5)


@pytest.mark.parametrize("role", ["server", "client"])
def test_of_a_flood_every_datagram_is_received_or_counted(bench, recording, monkeypatch, role):
    held, go_on = threading.Event(), threading.Event()

    def hold(self, message):
        held.set()
        assert go_on.wait(20)
        return ()

    monkeypatch.setattr(Dialogue, "received", hold)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        if role == "server":
            endpoint = bench.server("print-only", Transport.UDP)
            address = "127.0.0.1", endpoint.bound.port
        else:
            endpoint = bench.connected(Endpoint(Transport.UDP, *peer.getsockname()))
            endpoint.send(b"hello")
            _, address = peer.recvfrom(100)
        for _ in range(100):
            peer.sendto(b"flood", address)
        assert held.wait(20)
        endpoint.stop()
        go_on.set()
        assert endpoint.join(20)
    traffic = endpoint.traffic()
    assert (traffic.messages_in, traffic.dropped) == (1, 99)
    assert recording.wait_for(Kind.DROPPED)[0].text.startswith("99 datagrams had come")
