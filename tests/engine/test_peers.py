from socket_workbench.engine.peers import REMEMBERED, Peers
from socket_workbench.engine.view import ConnectionState, ConnectionView, Traffic


class Member:
    """A peer that keeps what it is told."""

    def __init__(self, number):
        self.view = ConnectionView(number, number, "here", f"peer {number}")
        self.passed_on, self.ends = [], []

    def pass_on(self, message, deadline):
        self.passed_on.append(message)

    def end(self, reason):
        self.ends.append(reason)


def peers_of(*members):
    peers = Peers()
    for each in members:
        peers.add(each)
    return peers


def members(count):
    return [Member(number) for number in range(1, count + 1)]


def test_all_or_some_are_selected_and_the_others_are_sent_to():
    one, two, three = members(3)
    peers = peers_of(one, two, three)
    assert peers.select() == peers.to_send_to() == [one, two, three]
    assert peers.select([1, 3, 99]) == peers.to_send_to([1, 3, 99]) == [one, three]
    assert peers.select([99]) == []
    peers.send_to_others(2, b"others")
    assert [each.passed_on for each in (one, two, three)] == [[b"others"], [], [b"others"]]


def test_ended_peers_stay_visible_behind_the_open_ones_newest_first():
    one, two, three, four = members(4)
    peers = peers_of(one, two, three, four)
    peers.remove(one)
    peers.remove(three)
    assert [view.number for view in peers.views()] == [2, 4, 3, 1]
    assert peers.select() == [two, four]


def test_only_so_many_ended_peers_are_remembered():
    peers = Peers()
    for each in members(REMEMBERED + 5):
        peers.add(each)
        peers.remove(each)
        peers.remove(each)
    assert len(peers.views()) == REMEMBERED


def test_the_traffic_of_those_that_ended_counts_on():
    three = members(3)
    peers = peers_of(*three)
    for each in three:
        each.view.bytes_in, each.view.bytes_out = 10, 1
        each.view.messages_in, each.view.messages_out = 2, 3
    before = peers.traffic()
    assert before == Traffic(30, 3, 0, 6, 9, 3)
    peers.remove(three[1])
    assert peers.traffic() == before
    for number in range(10, 10 + REMEMBERED):
        other = Member(number)
        peers.add(other)
        peers.remove(other)
    assert peers.traffic() == before + Traffic(connections=REMEMBERED)


def test_all_are_those_that_can_still_be_sent_to():
    one, two, three = members(3)
    one.view.state = ConnectionState.FIN_WAIT
    two.view.state = ConnectionState.CLOSE_WAIT
    peers = peers_of(one, two, three)
    assert peers.to_send_to() == [two, three]
    assert peers.to_send_to([1]) == [one]
    peers.send_to_others(3, b"others")
    assert [each.passed_on for each in (one, two, three)] == [[], [b"others"], []]


def test_all_open_peers_are_ended():
    one, two = members(2)
    peers = peers_of(one, two)
    peers.remove(one)
    peers.end("stopped")
    assert (one.ends, two.ends) == ([], ["stopped"])
