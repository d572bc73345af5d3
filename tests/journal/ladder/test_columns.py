from tests.journal.ladder.conftest import ADDRESS, endpoint

from socket_workbench.journal.event import Kind, Role, Source


def titles(ladder):
    columns = ladder.picture().columns.columns
    return [[lifeline.title for lifeline in column.lifelines] for column in columns]


def conversation(ladder, source, peer=None):
    ladder.add(source, Kind.ACCEPTED)
    ladder.add(source, Kind.RECEIVED, b"hello")
    ladder.add(source, Kind.CLOSED)


def stranger(number):
    peer = f"127.0.0.1:{6000 + number}"
    return Source(100 + number, Role.SERVER, "Server 1", endpoint("tcp"), number, ADDRESS, peer)


def test_both_ends_of_a_connection_stand_beside_each_other(ladder):
    ladder.add(ladder.listener, Kind.LISTENING)
    ladder.add(ladder.attempt, Kind.CONNECTING)
    ladder.add(ladder.accepted, Kind.ACCEPTED)
    ladder.add(ladder.client, Kind.CONNECTED)
    assert titles(ladder) == [["Server 1"], ["conn:1"], ["Client 1"]]


def test_an_end_outside_is_what_is_known_of_it(ladder):
    conversation(ladder, stranger(7))
    columns = ladder.picture().columns.columns
    (outside,) = columns[2].lifelines
    assert (outside.title, outside.is_outside) == ("127.0.0.1:6007", True)
    # There was a server, though none of its own rows are seen.
    assert [each.title for each in columns[0].lifelines] == ["Server 1"]


def test_a_server_outside_is_its_address(ladder):
    ladder.add(ladder.attempt, Kind.CONNECTING)
    ladder.add(ladder.client, Kind.CONNECTED)
    assert titles(ladder) == [[ADDRESS], ["Client 1"]]


def test_a_lane_is_used_again_after_its_connection(ladder):
    for number in range(1, 51):
        conversation(ladder, stranger(number))
    columns = ladder.picture().columns.columns
    assert len(columns) == 3
    assert [each.title for each in columns[1].lifelines] == [f"conn:{n}" for n in range(1, 51)]
    lifeline = columns[1].at(31)
    assert lifeline is not None
    assert lifeline.title == "conn:11"


def test_connections_at_the_same_time_have_lanes_of_their_own(ladder):
    sources = [stranger(number) for number in range(1, 1001)]
    for source in sources:
        ladder.add(source, Kind.ACCEPTED)
    picture = ladder.picture()
    assert len(picture.columns.columns) == 2001
    assert list(picture.xs) == sorted(set(picture.xs))


def test_a_client_keeps_its_lane(ladder):
    again = ladder.client._replace(number=9, connection=5, local="127.0.0.1:51399")
    for source in (ladder.client, again):
        ladder.add(source, Kind.CONNECTED)
        ladder.add(source, Kind.CLOSED)
    assert titles(ladder)[-1] == ["Client 1"]
    assert len(titles(ladder)) == 2


def test_what_a_server_has_not_heard_goes_to_its_lifeline(datagrams):
    datagrams.add(datagrams.listener, Kind.LISTENING)
    row = datagrams.add(datagrams.client._replace(peer=ADDRESS), Kind.SENT, b"unheard")
    assert datagrams.arrows() == [(row, "Client 1", "Server 1", "arrow")]


def test_names_and_addresses_are_lines_that_nothing_turns(ladder):
    hostile = "x\n\u202e\x1b[1m"
    conversation(ladder, Source(7, Role.SERVER, hostile, "unix:///s", 1, "", f"@{hostile}"))
    columns = ladder.picture().columns.columns
    lifelines = [lifeline for column in columns for lifeline in column.lifelines]

    assert {"x␊\\u202e␛[1m", "@x␊\\u202e␛[1m"} <= {each.title for each in lifelines}
    assert all(f"{each.title}{each.detail}".isprintable() for each in lifelines)
