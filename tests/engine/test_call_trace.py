import json
import re
import socket
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from socket_workbench.engine.call_trace import CallTrace, SocketTrace
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.threads import PlainThreads, thread_name
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.call_syntax import NAMES
from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.call_choice import CallChoice, Calls
from socket_workbench.sockets.option_kinds import Flag, FramingKind, Size
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.waiting.traced import TracedCalls

TRACED_SERVER = ServerOptions(trace=True)
TRACED_CLIENT = ClientOptions(trace=True)


@pytest.fixture
def record(journal):
    """Return a function that gives an event's call, once everything is recorded."""

    def calls_of(recording, role, *, without=()):
        journal.flush()
        return [
            (call.name, call.result, event.payload)
            for event in recording.events
            if event.kind is Kind.CALL
            and recording.sources[event.source].role.value == role
            and (call := CallRecord.read(event.text)).name not in without
        ]

    return calls_of


def names(calls):
    return [name for name, _, _ in calls]


def converse(bench, server, message=b"zhangsan\n"):
    """Let a traced client send one message, get the echo, and close; stop both."""
    client = bench.connected(server.address, options=TRACED_CLIENT)
    client.send_bytes(message)
    bench.watch.poll(lambda: client.traffic().bytes_in >= len(message))
    client.stop()
    assert client.join(20)
    server.stop()
    assert server.join(20)
    bench.journal.flush()


def test_the_calls_of_a_tcp_conversation_in_order(bench, recording, record):
    server = bench.server(options=TRACED_SERVER)
    converse(bench, server)

    ours = record(recording, "server")
    address = ("127.0.0.1", server.bound.port)
    opening = ["socket", "setsockopt", "bind", "listen", "getsockname", "accept", "getsockname"]
    assert names(ours)[:9] == [*opening, "recv", "send"]
    assert ours[2:5] == [
        ("bind", "None", b""),
        ("listen", "None", b""),
        ("getsockname", repr(address), b""),
    ]
    assert ours[7:9] == [("recv", "b''", b"zhangsan\n"), ("send", "9", b"zhangsan\n")]
    assert names(ours).count("close") == 2

    theirs = record(recording, "client")
    assert names(theirs)[:3] == ["socket", "connect", "getsockname"]
    # In two threads: the answer may be received before it is recorded that `send` has returned.
    assert sorted(names(theirs)[3:5]) == ["recv", "send"]
    assert theirs[1][1] == "None"
    # The `shutdown` of who stops it wakes its loop.
    assert names(theirs).count("shutdown") == 1
    assert names(theirs)[-1] == "close"


def test_a_connections_calls_are_recorded_at_it_before_what_they_did(bench, recording):
    server = bench.server(options=TRACED_SERVER)
    converse(bench, server)

    of_connections = [
        (event.kind, CallRecord.read(event.text).name if event.kind is Kind.CALL else "")
        for event in recording.events
        if recording.sources[event.source].connection
        and recording.sources[event.source].role.value == "server"
        and event.kind is not Kind.CALL_BEGUN
    ]
    assert of_connections[:5] == [
        (Kind.CALL, "getsockname"),
        (Kind.ACCEPTED, ""),
        (Kind.CALL, "recv"),
        (Kind.RECEIVED, ""),
        (Kind.SENT, ""),
    ]
    assert of_connections[-2:] == [(Kind.CALL, "close"), (Kind.CLOSED, "")]


SHUTDOWN_WAKES = pytest.param(True, marks=pytest.mark.needs("a shutdown that wakes"))


@pytest.fixture(params=[SHUTDOWN_WAKES, False], ids=["shutdown wakes", "woken otherwise"])
def each_way_of_waking(request, monkeypatch):
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", request.param)


UNIX = pytest.mark.needs("unix sockets")


@pytest.mark.parametrize("woken_by_shutdown", [SHUTDOWN_WAKES, False])
@pytest.mark.parametrize(
    ("transport", "receives", "sends"),
    [
        (Transport.TCP, "recv", "send"),
        (Transport.UDP, "recvfrom", "sendto"),
        pytest.param(Transport.UNIX_STREAM, "recv", "send", marks=UNIX),
        pytest.param(Transport.UNIX_DATAGRAM, "recvfrom_into", "sendto", marks=UNIX),
    ],
)
def test_the_calls_of_every_transport_however_threads_are_woken(
    bench, recording, record, tmp_path, monkeypatch, transport, receives, sends, woken_by_shutdown
):
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", woken_by_shutdown)
    endpoint = Endpoint(transport, "127.0.0.1")
    if transport.is_unix:
        endpoint = Endpoint(transport, path=str(tmp_path / "s"))
    server = bench.server(endpoint=endpoint, options=TRACED_SERVER)
    converse(bench, server)

    calls = record(recording, "server", without=("setsockopt",))
    assert names(calls)[:2] == ["socket", "bind"]
    of_message = [call for call in calls if call[2]]
    assert [(name, payload) for name, _, payload in of_message] == [
        (receives, b"zhangsan\n"),
        (sends, b"zhangsan\n"),
    ]
    assert "connect" in names(record(recording, "client"))


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(
    ("transport", "theirs", "ours", "result"),
    [
        (Transport.TCP, "recvfrom,sendall", "recvmsg,sendall", "(b'', None)"),
        (Transport.UDP, "recvmsg,sendto", "recv,sendall", "(b'', [(IPPROTO_IP, IP_PKTINFO, b'"),
        pytest.param(
            Transport.UNIX_DATAGRAM,
            "recvmsg,sendto",
            "recvfrom,sendto",
            "(b'', [(SOL_SOCKET, SCM_CREDENTIALS, b'",
            marks=[UNIX, pytest.mark.needs("linux")],
        ),
    ],
)
def test_the_calls_that_were_chosen_are_made(
    bench, recording, record, tmp_path, each_way_of_waking, transport, theirs, ours, result
):
    endpoint = Endpoint(transport, "127.0.0.1")
    if transport.is_unix:
        endpoint = Endpoint(transport, path=str(tmp_path / "s"))
    options = ServerOptions.of({"trace": True, "calls": ServerOptions.row("calls").take(theirs)})
    server = bench.server(endpoint=endpoint, options=options)
    mine = ClientOptions(trace=True, calls=CallChoice(*ours.split(",")))
    client = bench.connected(server.address, options=mine)
    client.send_bytes(b"zhangsan")
    bench.watch.poll(lambda: client.traffic().bytes_in >= 8)
    assert {view.sending for view in server.connections()} == {f"{theirs.split(',')[1]}()"}

    for role, chosen in (("server", theirs), ("client", ours)):
        bench.watch.poll(
            lambda role=role: len([call for call in record(recording, role) if call[2]]) >= 2
        )
        used = {name for name, _, payload in record(recording, role) if payload == b"zhangsan"}
        assert used == set(chosen.split(","))
    received = next(call for call in record(recording, "server") if call[0].startswith("recv"))
    # Not told of a stream: "(b'', None)" is what Linux' recvfrom returns.
    assert received[1].startswith(result) or transport is Transport.TCP


def calls_made(recording):
    """The calls that have returned, as they were recorded."""
    return [CallRecord.read(text) for text in recording.texts(Kind.CALL)]


@pytest.mark.needs("linux")
@pytest.mark.parametrize("calls", ["send", "sendall"])
def test_a_loop_around_short_sends_is_seen_and_sendall_is_one_call(bench, recording, calls):
    server = bench.server("manual", options=ServerOptions(trace=True, calls=CallChoice("", calls)))
    # More than the send buffer can grow to, 4 MiB by default (tcp_wmem, tcp(7)).
    total = 8_000_000
    with socket.socket() as peer:
        # A receive buffer of a set size does not grow, tcp(7).
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        peer.connect((server.bound.host, server.bound.port))
        recording.wait_for(Kind.ACCEPTED)
        # It is listed after it was recorded as accepted.
        bench.watch.poll(server.connections)
        server.send_bytes(bytes(total))
        if calls == "send":
            # Nothing is read before the first send has come back short.
            bench.watch.poll(lambda: any(call.name == "send" for call in calls_made(recording)))
        received = 0
        while received < total:
            received += len(peer.recv(1 << 20))
        bench.watch.poll(lambda: server.traffic().messages_out == 1)
        server.stop()
        assert server.join(20)
    bench.journal.flush()

    sends = [call.result for call in calls_made(recording) if call.name in ("send", "sendall")]
    if calls == "sendall":
        assert sends == ["None"]
    else:
        assert len(sends) > 1
        assert sum(map(int, sends)) == total


@pytest.mark.needs("recvmsg")
def test_a_server_of_every_address_uses_recvmsg_with_ancillary_data(bench, recording, record):
    server = bench.server(endpoint=Endpoint(Transport.UDP, "0.0.0.0"), options=TRACED_SERVER)
    client = bench.connected(
        Endpoint(Transport.UDP, "127.0.0.1", server.bound.port), options=TRACED_CLIENT
    )
    client.send_bytes(b"x")
    bench.watch.poll(lambda: client.traffic().bytes_in >= 1)

    received = next(call for call in record(recording, "server") if call[0] == "recvmsg")
    assert received[1].startswith("(b'', [(IPPROTO_IP, IP_PKTINFO, b'")
    assert "sendmsg" in names(record(recording, "server"))


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(
    ("transport", "host", "calls"),
    [
        (Transport.UDP, "127.0.0.1", ""),
        (Transport.UDP, "127.0.0.1", "recvmsg"),
        (Transport.UDP, "0.0.0.0", ""),
        pytest.param(Transport.UNIX_DATAGRAM, "", "", marks=UNIX),
        pytest.param(Transport.UNIX_DATAGRAM, "", "recvfrom", marks=UNIX),
    ],
)
def test_the_call_that_a_datagram_socket_is_said_to_wait_in_is_the_one_made(
    bench, recording, tmp_path, transport, host, calls
):
    endpoint = Endpoint(transport, host)
    if transport.is_unix:
        endpoint = Endpoint(transport, path=str(tmp_path / "s"))
    chosen = {"trace": True, "receive_size": 262_144, "calls": CallChoice(calls)}
    ours = ClientOptions.of(chosen)
    server = bench.server(endpoint=endpoint, options=ServerOptions.of(chosen))
    address = server.address if transport.is_unix else replace(server.bound, host="127.0.0.1")
    client = bench.connected(address, options=ours)
    client.send_bytes(b"x")
    bench.watch.poll(lambda: client.traffic().bytes_in >= 1)
    (theirs,) = server.connections()
    # Both wait for the next one, once the answer has been sent.
    bench.watch.poll(
        lambda: all(view.activity.startswith("recv") for view in (theirs, client.connection))
    )
    bench.journal.flush()

    made: dict[str, set[tuple[str, str]]] = {"server": set(), "client": set()}
    for event in recording.events:
        if event.kind is Kind.CALL and event.payload == b"x":
            call = CallRecord.read(event.text)
            if call.name.startswith("recv"):
                sizes = re.findall(r"\d+", call.call)
                made[recording.sources[event.source].role.value].add((call.name, sizes[0]))
    for role, view in (("server", theirs), ("client", client.connection)):
        name, _, size = view.activity.rstrip(")").partition("(")
        assert made[role] == {(name, size)}


def test_errors_have_their_names(bench, recording, record, free_port):
    first = bench.server(options=TRACED_SERVER)
    second = bench.server(endpoint=first.bound, options=TRACED_SERVER)
    refused = bench.client(Endpoint(Transport.TCP, "127.0.0.1", free_port()), options=TRACED_CLIENT)
    assert second.join(20)
    assert refused.join(20)

    assert ("bind", "EADDRINUSE", b"") in record(recording, "server")
    calls = record(recording, "client")
    assert [(name, result) for name, result, _ in calls[1:]] == [
        ("connect", "ECONNREFUSED"),
        ("close", "None"),
    ]


@pytest.mark.needs("linux")
def test_a_call_that_waits_is_recorded_when_it_begins_and_when_it_returns(bench, recording):
    server = bench.server(options=TRACED_SERVER)
    begun = recording.wait_for(Kind.CALL_BEGUN)[0]
    waiting = CallRecord.read(begun.text)
    assert (waiting.call, waiting.waited, waiting.thread) == ("accept()", None, "server listen")

    server.stop()
    assert server.join(20)
    bench.journal.flush()

    ended = [
        (event, call)
        for event in recording.events
        if event.kind is Kind.CALL
        and (call := CallRecord.read(event.text)).number == waiting.number
    ]
    assert [call.error for _, call in ended] == ["EINVAL"]
    event, call = ended[0]
    assert recording.events.index(begun) < recording.events.index(event)
    assert abs(event.time - begun.time - call.waited) < 1e9
    assert (call.thread, call.process) == (waiting.thread, waiting.process)


@pytest.mark.needs("linux")
def test_a_blocked_send_is_seen_waiting_and_ends_with_the_connection(
    bench, recording, beyond_buffers
):
    server = bench.server("manual", options=TRACED_SERVER)
    with socket.create_connection((server.bound.host, server.bound.port)):
        recording.wait_for(Kind.ACCEPTED)
        # It is listed after it was recorded as accepted.
        bench.watch.poll(server.connections)
        server.send_bytes(bytes(beyond_buffers))
        bench.watch.poll(
            lambda: any(
                CallRecord.read(text).name == "send" for text in recording.texts(Kind.CALL_BEGUN)
            )
        )
        server.stop()
        assert server.join(20)
    bench.journal.flush()

    sends = [
        call
        for text in recording.texts(Kind.CALL)
        if (call := CallRecord.read(text)).name == "send"
    ]
    # The system takes a part, and tells of it, before it tells the error.
    assert sends[-1].error == "EPIPE"
    assert all(int(call.result) < beyond_buffers for call in sends[:-1])


@pytest.mark.needs("resets")
def test_a_reset_has_its_name(bench, recording, record):
    server = bench.server("manual", options=TRACED_SERVER)
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        recording.wait_for(Kind.ACCEPTED)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, system.LINGER_ZERO)
    recording.wait_for(Kind.CLOSED)

    assert ("recv", "ECONNRESET", b"") in record(recording, "server")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=1, max_size=3000), min_size=1, max_size=8), st.booleans())
def test_a_traces_bytes_are_those_received_and_sent(bench, recording, messages, is_cut):
    recording.events.clear()
    journal = bench.journal
    journal.set_capture_limit(100 if is_cut else None)
    cut_before = journal.cut_messages
    server = bench.server(options=TRACED_SERVER)
    client = bench.connected(server.bound, options=TRACED_CLIENT)
    for message in messages:
        client.send_bytes(message)
    total = sum(map(len, messages))
    bench.watch.poll(lambda: client.traffic().bytes_in >= total)
    client.stop()
    server.stop()
    assert client.join(20)
    assert server.join(20)
    journal.flush()

    for role in ("server", "client"):
        of_role = [
            event
            for event in recording.events
            if recording.sources[event.source].role.value == role
        ]
        for call, kind in (("recv", Kind.RECEIVED), ("send", Kind.SENT)):
            traced = [
                event.payload
                for event in of_role
                if event.kind is Kind.CALL and CallRecord.read(event.text).name == call
            ]
            recorded = [event.payload for event in of_role if event.kind is kind]
            assert [payload for payload in traced if payload] == recorded
    messages_cut = sum(
        len(event.payload) == 100 for event in recording.events if event.kind not in CALLS
    )
    assert journal.cut_messages - cut_before <= messages_cut


@pytest.mark.needs("linux")
def test_without_the_option_nothing_is_between_the_engine_and_the_system(bench, recording):
    server = bench.server()
    client = bench.connected(server.bound)
    client.send_bytes(b"x")
    bench.watch.poll(lambda: client.traffic().bytes_in >= 1)

    listener = server._service._listener
    assert type(listener._socket) is socket.socket
    (connection,) = server._peers.select()
    assert type(connection._channel._socket) is socket.socket
    assert connection._channel._recv.__self__ is connection._channel._socket
    assert not any(thread.name.endswith("calls") for thread in threading.enumerate())
    bench.journal.flush()
    assert not CALLS & {event.kind for event in recording.events}


def test_each_attempt_of_a_client_is_traced_at_its_own_source(bench, recording, free_port):
    options = ClientOptions(trace=True, reconnect_interval=0.01)
    client = bench.client(Endpoint(Transport.TCP, "127.0.0.1", free_port()), options=options)
    bench.watch.poll(
        lambda: sum("ECONNREFUSED" in text for text in recording.texts(Kind.CALL)) >= 3
    )
    client.stop()
    assert client.join(20)
    bench.journal.flush()

    refused = [
        event.source
        for event in recording.events
        if event.kind is Kind.CALL and "ECONNREFUSED" in event.text
    ]
    assert len(refused) == len(set(refused))
    assert client.state is EndpointState.CLOSED


def test_a_connection_that_never_got_a_number_leaves_its_calls_with_its_listener(
    journal, recording
):
    trace = CallTrace(journal, PlainThreads(), "s", StepGate())
    listener = SocketTrace(trace, 7)
    accepted = listener.of_accepted()
    accepted.end(accepted.begin("getsockname()"), "None")
    accepted.finish()
    trace.close()
    journal.flush()

    assert [(event.source, event.kind) for event in recording.events] == [(7, Kind.CALL)]


def test_the_end_of_a_call_never_stands_before_its_beginning(recording):
    """Calls that return at the moment when they are recorded as begun."""
    journal = Journal([recording], interval=0.001)
    trace = CallTrace(journal, PlainThreads(), "s", StepGate())
    calls = SocketTrace(trace, 1)

    def make():
        for _ in range(200):
            number = calls.begin("recv(1)")
            made = trace.fresh.get(number)
            # As if it had begun long ago.
            if made is not None:
                trace.fresh[number] = (*made[:3], 0)
            trace._record_waiting()
            calls.end(number, "b''")

    workers = [threading.Thread(target=make) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    trace.close()
    journal.close()

    seen: dict[int, list[Kind]] = {}
    for event in recording.events:
        seen.setdefault(CallRecord.read(event.text).number, []).append(event.kind)
    assert len(seen) == 800
    assert set(map(tuple, seen.values())) <= {(Kind.CALL_BEGUN, Kind.CALL), (Kind.CALL,)}
    assert (Kind.CALL_BEGUN, Kind.CALL) in map(tuple, seen.values())


def test_every_call_that_is_traced_is_offered_to_filters():
    methods = {name for name in vars(TracedCalls) if not name.startswith("_")} - {"calls"}
    assert methods | {"select", "socket"} <= set(NAMES)


def test_a_thread_of_the_systems_has_the_name_it_was_given():
    assert thread_name() == threading.current_thread().name


def sound_calls(recording):
    """Check every event of the trace; return the calls that have returned, by role."""
    begun: dict[int, int] = {}
    calls: dict[str, list[CallRecord]] = {"server": [], "client": []}
    numbers = set()
    for event in recording.events:
        if event.kind not in CALLS:
            continue
        record = CallRecord.read(event.text)
        members = record.members()
        json.dumps(members)
        assert record.name in NAMES
        assert (members["arguments"] == []) == record.call.endswith("()"), record.call
        assert record.thread
        if event.kind is Kind.CALL_BEGUN:
            assert record.number not in begun
            assert record.number not in numbers, "it ended before it began"
            begun[record.number] = event.source
            continue
        assert record.number not in numbers
        numbers.add(record.number)
        # Who looks for the end of a call looks where it began.
        assert begun.pop(record.number, event.source) == event.source
        is_none = members["result"] is None and members["error"] is None
        assert is_none == (record.result == "None"), record.result
        calls[recording.sources[event.source].role.value].append(record)
    assert not begun
    for made in calls.values():
        opened = [each for each in made if each.name in ("socket", "accept") and not each.error]
        closed = [each for each in made if each.name == "close"]
        assert len(opened) == len(closed)
    return calls


def drawn_value(row):
    """Return a strategy for the values of an option."""
    match row.kind:
        case Flag():
            return st.sampled_from([row.default, "yes", "no"])
        case FramingKind():
            return st.sampled_from(["none", "line", "fixed:3", "length:u16be", "idle:20ms"])
        case Size():
            return st.sampled_from([row.default, "1", "7", "65536"])
        case Calls():
            choices = ["auto", "recv,send", "recv,sendall", "recvfrom,sendto", "recvmsg,sendall"]
            return st.sampled_from([*choices, "recvfrom", "recvmsg"])
    return st.just(row.default)


def drawn_options(options):
    """Return a strategy for options that are traced, not stepped, and otherwise of any value."""
    drawn = {row.name: drawn_value(row) for row in options.rows()}
    drawn |= {"trace": st.just("yes"), "step": st.just("no")}
    return st.fixed_dictionaries(drawn).map(
        lambda written: options.of(
            {row.name: row.take(written[row.name]) for row in options.rows()}
        )
    )


_HEALTH = [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]

ENDS = ("client stops", "server stops", "client resets", "server resets", "client half-closes")


@pytest.mark.needs("linux")
@settings(max_examples=40, suppress_health_check=_HEALTH)
@given(
    st.sampled_from(Transport),
    drawn_options(ServerOptions),
    drawn_options(ClientOptions),
    st.lists(st.binary(min_size=1, max_size=40), max_size=3),
    st.sampled_from(ENDS),
)
def test_whatever_is_set_and_however_it_ends_no_call_is_lost(
    bench, recording, tmp_path_factory, transport, of_server, of_client, messages, end
):
    assume(not of_server.misfit(transport.value)[1] and not of_client.misfit(transport.value)[1])
    recording.events.clear()
    endpoint = Endpoint(transport, "127.0.0.1")
    if transport.is_unix:
        endpoint = Endpoint(transport, path=str(tmp_path_factory.mktemp("s") / "s"))
    server = bench.server(endpoint=endpoint, options=of_server)
    client = bench.connected(server.bound, options=of_client)
    for message in messages:
        client.send_bytes(message)
    if end == "server stops":
        server.stop()
    elif end == "server resets":
        server.reset_connections([each.number for each in server.connections()])
    elif end == "client resets":
        client.reset()
    elif end == "client half-closes":
        client.half_close_connections()
    client.stop()
    assert client.join(20)
    server.stop()
    assert server.join(20)
    bench.journal.flush()

    calls = sound_calls(recording)
    assert {"socket", "bind"} <= {each.name for each in calls["server"]}
    assert {"socket", "connect"} <= {each.name for each in calls["client"]}


@pytest.mark.needs("linux")
def test_calls_that_are_refused_timed_out_or_stopped_are_ended_too(bench, recording, free_port):
    """A client that is refused, one whose connect times out, and one stopped meanwhile."""
    bench.client(Endpoint(Transport.TCP, "127.0.0.1", free_port()), options=TRACED_CLIENT)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        # The queue takes one; the system answers no further attempt.
        waiting = Endpoint(Transport.TCP, *full.getsockname())
        with socket.create_connection(full.getsockname()):
            options = ClientOptions(trace=True, connect_timeout=0.15)
            timed_out = bench.client(waiting, options=options)
            stopped = bench.client(waiting, options=TRACED_CLIENT)
            recording.wait_for(Kind.CALL_BEGUN, 2)
            assert timed_out.join(20)
            stopped.stop()
            assert stopped.join(20)
            for each in bench.running:
                assert each.join(20)
            bench.journal.flush()

    calls = sound_calls(recording)
    connects = [each.error for each in calls["client"] if each.name == "connect"]
    assert sorted(connects) == ["ECANCELED", "ECONNREFUSED", "ETIMEDOUT"]


def test_a_call_ends_at_the_source_where_it_was_recorded_as_begun(journal, recording):
    trace = CallTrace(journal, PlainThreads(), "s", StepGate())
    calls = SocketTrace(trace, 1)
    begun = calls.begin("accept()")
    recording.wait_for(Kind.CALL_BEGUN)
    calls.belong_to(2)
    calls.end(begun, "EINVAL")
    calls.end(calls.begin("close()"), "None")
    trace.close()
    journal.flush()

    assert [event.source for event in recording.events] == [1, 1, 2]
