from dataclasses import dataclass, field
from pathlib import Path

from socket_workbench.engine.roster import REMEMBERED, Roster
from socket_workbench.engine.view import ConnectionState, ConnectionView, Traffic


@dataclass
class Member:
    view: ConnectionView
    posted: list[bytes] = field(default_factory=list)
    files: list = field(default_factory=list)

    def post(self, message: bytes) -> None:
        self.posted.append(message)

    def pass_on(self, message: bytes, deadline: float) -> None:
        self.posted.append(message)

    def post_file(self, path):
        self.files.append(path)
        return path.name


def member(number: int) -> Member:
    return Member(ConnectionView(number, number, "here", f"peer {number}"))


def roster_of(*members: Member) -> Roster[Member]:
    roster: Roster[Member] = Roster()
    for each in members:
        roster.add(each)
    return roster


def test_a_message_goes_to_all_to_some_or_to_the_others():
    one, two, three = member(1), member(2), member(3)
    roster = roster_of(one, two, three)
    assert roster.send(b"all") == 3
    assert roster.send(b"some", to=[1, 3, 99]) == 2
    assert roster.send(b"none", to=[99]) == 0
    roster.send_to_others(2, b"others")
    assert one.posted == [b"all", b"some", b"others"]
    assert two.posted == [b"all"]
    assert three.posted == [b"all", b"some", b"others"]


def test_ended_members_stay_visible_behind_the_open_ones_newest_first():
    members = [member(number) for number in range(1, 5)]
    roster = roster_of(*members)
    roster.remove(members[0])
    roster.remove(members[2])
    assert [view.number for view in roster.views()] == [2, 4, 3, 1]
    assert [each.view.number for each in roster.members()] == [2, 4]


def test_only_so_many_ended_members_are_remembered():
    roster: Roster[Member] = Roster()
    for number in range(REMEMBERED + 5):
        each = member(number)
        roster.add(each)
        roster.remove(each)
        roster.remove(each)
    assert len(roster.views()) == REMEMBERED


def test_a_file_goes_to_some_or_to_all(tmp_path):
    one, two = member(1), member(2)
    roster = roster_of(one, two)
    path = tmp_path / "file"
    assert roster.send_file(path) == ["file", "file"]
    assert roster.send_file(path, to=[2]) == ["file"]
    assert (one.files, two.files) == ([path], [path, path])


def test_the_traffic_of_those_that_ended_counts_on():
    members = [member(number) for number in range(1, 4)]
    roster = roster_of(*members)
    for each in members:
        each.view.bytes_in, each.view.bytes_out = 10, 1
        each.view.messages_in, each.view.messages_out = 2, 3
    before = roster.traffic()
    assert before == Traffic(30, 3, 0, 6, 9, 3)
    roster.remove(members[1])
    assert roster.traffic() == before
    for number in range(10, 10 + REMEMBERED):
        other = member(number)
        roster.add(other)
        roster.remove(other)
    assert roster.traffic() == before + Traffic(connections=REMEMBERED)


def test_all_are_those_that_can_still_be_sent_to():
    one, two, three = member(1), member(2), member(3)
    one.view.state = ConnectionState.FIN_WAIT
    two.view.state = ConnectionState.CLOSE_WAIT
    roster = roster_of(one, two, three)
    roster.send(b"all")
    roster.send_to_others(3, b"others")
    roster.send_file(Path("file"))
    assert (one.posted, one.files) == ([], [])
    assert two.posted == [b"all", b"others"]
    assert (three.posted, three.files) == ([b"all"], [Path("file")])
