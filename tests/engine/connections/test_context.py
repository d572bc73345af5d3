from functools import partial

from socket_workbench.dialogues.commands import Finished
from socket_workbench.engine.connections.context import (
    ConnectionContext,
    ignore_update,
    send_to_nobody,
)
from socket_workbench.engine.round_trips import RoundTrips, ServerReplyTimer
from socket_workbench.engine.view import ConnectionState
from socket_workbench.journal.event import Kind, Role
from socket_workbench.payload.framing import Framing


def test_each_new_connection_has_a_number_a_source_and_a_timer(journal, threads, recording):
    of_all = RoundTrips(10)
    context = ConnectionContext(
        journal, threads, make_reply_timer=partial(ServerReplyTimer, of_all)
    )
    endpoint = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:80")
    first = context.new_view(endpoint, "127.0.0.1:80", "127.0.0.1:50001", Framing())
    second = context.new_view(
        endpoint, "here", "there", Framing.parse("line"), ConnectionState.ACTIVE
    )
    assert (first.state, second.state) == (ConnectionState.ESTABLISHED, ConnectionState.ACTIVE)
    assert second.number == first.number + 1
    journal.append(first.source, Kind.ACCEPTED)
    recording.wait_for(Kind.ACCEPTED)
    source = recording.sources[first.source]
    assert (source.role, source.name, source.endpoint) == (Role.SERVER, "server", endpoint.endpoint)
    assert (source.connection, source.local, source.peer) == (
        first.number,
        first.local,
        first.peer,
    )
    first.reply_timer.received(1)
    second.reply_timer.sent(5)
    first.reply_timer.sent(4)
    assert list(of_all.newest) == [3]


def test_without_others_and_a_person_nothing_happens(journal, threads):
    context = ConnectionContext(journal, threads)
    assert (context.send_to_others, context.on_update) == (send_to_nobody, ignore_update)
    context.send_to_others(1, b"x")
    context.on_update(Finished(passed=True))
    context.on_change()
