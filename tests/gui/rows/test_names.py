import pytest

from socket_workbench.gui.rows.names import client_address, connection_name, other_name
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Role, Source


def source(role, local, peer, connection=4):
    return Source(9, role, "name", "tcp://127.0.0.1:13145", connection, local, peer)


@pytest.mark.parametrize(
    ("role", "local", "peer"),
    [(Role.SERVER, "127.0.0.1:13145", "[::1]:51342"), (Role.CLIENT, "[::1]:51342", "h:13145")],
)
def test_both_ends_of_a_connection_have_the_clients_port_as_name(role, local, peer):
    assert client_address(source(role, local, peer)) == "[::1]:51342"
    assert connection_name(source(role, local, peer)) == "51342"


@pytest.mark.parametrize("peer", ["unnamed", "/tmp/a:b.sock", ""])
def test_a_connection_without_a_port_has_its_number_as_name(peer):
    assert connection_name(source(Role.SERVER, "/tmp/s.sock", peer)) == "#4"


def test_the_other_end_has_a_name_only_where_it_is_one_of_ours(recording, reader, monkeypatch):
    recording.receive(b"x")
    assert other_name(reader, recording.accepted) == recording.client.name
    assert other_name(reader, source(Role.SERVER, "127.0.0.1:1", "127.0.0.1:2")) == ""

    def fail(source):
        raise JournalDamagedError("It is damaged.")

    monkeypatch.setattr(reader.other_ends, "of", fail)
    assert other_name(reader, recording.accepted) == ""
