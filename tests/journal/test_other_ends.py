from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.other_ends import REACH, OtherEnds, OtherNames
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store

TCP, UDP, UNIX = "tcp://127.0.0.1:80", "udp://127.0.0.1:80", "unix:///run/s"
SERVER, CLIENT = Role.SERVER, Role.CLIENT


@pytest.fixture
def names(tmp_path):
    """Records sources as (role, name, endpoint, local, peer); returns each other end's name."""

    def names(*told):
        store = Store(tmp_path / "session.swb")
        sources = [
            Source(number, role, name, endpoint, number, local, peer)
            for number, (role, name, endpoint, local, peer) in enumerate(told, 1)
        ]
        store.write(sources, [])
        store.close()
        with closing(Reader(tmp_path / "session.swb")) as reader:
            found = [reader.other_ends.of(source) for source in sources]
            assert reader.other_ends.newest() == len(told)
            others = OtherNames(reader)
            others.read_new_sources()
            assert [others.source(source.number) for source in sources] == sources
            for source, other in zip(sources, found, strict=True):
                may_come = other is None and source.number + REACH >= len(told)
                assert others.of(source) == (
                    None if may_come else "" if other is None else other.name
                )
        return ["" if each is None else each.name for each in found]

    return names


def ends(server, client, endpoint=TCP, port=80, other=5000):
    here, there = f"127.0.0.1:{port}", f"127.0.0.1:{other}"
    return [
        (SERVER, server, endpoint, here, there),
        (CLIENT, client, endpoint, there, here),
    ]


def test_both_ends_of_a_connection_know_each_other(names):
    assert names(*ends("Server 3", "Client 3")) == ["Client 3", "Server 3"]


def test_a_stranger_is_nobody_of_ours(names):
    assert names(ends("Server 1", "x")[0], ends("y", "Client 1", other=5001)[1]) == ["", ""]


def test_protocols_are_not_mixed_up(names):
    assert names(ends("TCP", "x")[0], ends("y", "UDP", UDP)[1]) == ["", ""]


def test_one_after_the_other_from_the_same_port(names):
    told = [*ends("Server 1", "first"), *ends("Server 1", "second")]
    assert names(*told) == ["first", "Server 1", "second", "Server 1"]


def test_a_udp_server_at_every_address_is_found_by_its_port(names):
    told = [
        (SERVER, "Server 1", "udp://0.0.0.0:80", "0.0.0.0:80", "127.0.0.1:5000"),
        (CLIENT, "Client 1", UDP, "127.0.0.1:5000", "127.0.0.1:80"),
    ]
    assert names(*told) == ["Client 1", "Server 1"]


def test_unix_streams_are_paired_in_their_order_unless_a_stranger_is_among_them(names, tmp_path):
    server = SERVER, "Server 1", UNIX, "/run/s", "unnamed"
    one = CLIENT, "one", UNIX, "unnamed", "/run/s"
    two = CLIENT, "two", UNIX, "unnamed", "/run/s"
    assert names(one, server, server, two) == ["Server 1", "one", "two", "Server 1"]
    (tmp_path / "session.swb").unlink()
    assert names(one, server, server) == ["", "", ""]


def test_an_endpoint_itself_has_no_other_end(tmp_path):
    store = Store(tmp_path / "session.swb")
    listener = Source(1, SERVER, "Server 1", TCP)
    store.write([listener], [])
    store.close()
    with closing(Reader(tmp_path / "session.swb")) as reader:
        assert reader.other_ends.of(listener) is None


def test_the_other_end_is_sought_among_those_that_began_with_it(names):
    between = [ends("Server 9", "x", other=6000 + number)[0] for number in range(REACH + 1)]
    server, client = ends("Server 1", "Client 1")
    found = names(server, *between, client)
    assert (found[0], found[-1]) == ("", "")


def test_an_end_that_comes_later_is_found_then(tmp_path):
    store = Store(tmp_path / "session.swb")
    server, client = (
        Source(number, role, name, endpoint, number, local, peer)
        for number, (role, name, endpoint, local, peer) in enumerate(
            ends("Server 1", "Client 1"), 1
        )
    )
    store.write([server], [])
    with closing(Reader(tmp_path / "session.swb")) as reader:
        others = OtherNames(reader)
        others.read_new_sources()
        assert others.source(1) == server
        assert reader.other_ends.of(server) is None
        assert others.of(server) is None
        store.write([client], [])
        assert reader.other_ends.of(server) == client
        others.read_new_sources()
        assert others.source(2) == client
        assert others.of(server) == "Client 1"
    store.close()


ADDRESSES = ["127.0.0.1:80", "0.0.0.0:80", "[::]:80", "127.0.0.1:81", "/run/s", "unnamed", ""]


class Sources:
    """Sources in memory, as a session's file gives them."""

    def __init__(self, sources):
        self._sources = sources

    def sources(self, after=0):
        return [source for source in self._sources if source.number > after]

    def run(self, statement, parameters, types):
        first, last, local, peer = parameters
        return [
            (each.number, each.role.value, *each[2:7])
            for each in self._sources
            if first <= each.number <= last
            and each.connection > 0
            and (
                (each.role, each.local) == (CLIENT, local)
                or (SERVER, peer) == (each.role, each.peer)
            )
        ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 1, 1, 100, 257]),
            st.sampled_from([SERVER, CLIENT, Role.SESSION]),
            st.sampled_from([TCP, UDP, UNIX]),
            st.sampled_from([1, 1, 0, -5]),
            st.sampled_from(ADDRESSES),
            st.sampled_from(ADDRESSES),
        ),
        max_size=20,
    )
)
@example(
    [
        (1, CLIENT, TCP, -5, "127.0.0.1:5000", "127.0.0.1:80"),
        (1, CLIENT, TCP, 1, "127.0.0.1:5000", "127.0.0.1:80"),
        (1, SERVER, TCP, 1, "127.0.0.1:80", "127.0.0.1:5000"),
    ]
)
def test_names_in_memory_are_those_of_the_file_whatever_it_contains(told):
    """A file may have connections with negative numbers, and many with the same addresses."""
    sources, number = [], 0
    for step, role, endpoint, connection, local, peer in told:
        number += step
        sources.append(Source(number, role, f"s{number}", endpoint, connection, local, peer))
    file = Sources(sources)
    others, ends_of = OtherNames(file), OtherEnds(file.run)
    others.read_new_sources()
    for source in sources:
        end = ends_of.of(source)
        assert (others.of(source) or "") == ("" if end is None else end.name)
