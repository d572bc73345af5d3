from socket_workbench.gui.sending.outgoing import Link, Outgoing


def test_all_but_none_take_messages():
    assert {link for link in Link if not link.takes_messages} == {Link.NONE}


def test_what_waits_for_a_connection():
    assert {link for link in Link if link.must_connect} == {Link.OPENING, Link.CLOSED}


def test_bytes_get_the_framing_and_go_to_the_chosen_receivers_by_default():
    outgoing = Outgoing(b"x")

    assert not outgoing.is_framed
    assert outgoing.connection is None
