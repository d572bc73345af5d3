import pytest

from socket_workbench.gui.panes.used_addresses import ADDRESSES_KEPT, UsedAddresses, with_address
from socket_workbench.sockets.addresses.endpoint import parse_endpoint


@pytest.mark.parametrize(
    ("used", "kept"),
    [
        ("tcp://0.0.0.0:9", ["tcp://127.0.0.1:9", "tcp://a:1", "tcp://b:2"]),
        ("tcp://b:2", ["tcp://b:2", "tcp://a:1"]),
        ("tcp://c:0", ["tcp://a:1", "tcp://b:2"]),
        ("unix:///tmp/x", ["unix:///tmp/x", "tcp://a:1", "tcp://b:2"]),
    ],
)
def test_the_address_used_last_is_first_and_can_be_connected_to(used, kept):
    assert with_address(["tcp://a:1", "tcp://b:2"], parse_endpoint(used)) == kept


def test_no_more_addresses_are_kept_than_are_useful():
    many = [f"tcp://a:{port}" for port in range(1, 100)]
    assert len(with_address(many, parse_endpoint("tcp://b:1"))) == ADDRESSES_KEPT


def test_what_was_saved_is_kept_but_for_what_is_no_address(qapp):
    addresses = UsedAddresses(list)
    addresses.restore(["tcp://a:1", 3, None, "tcp://b:2"])
    addresses.restore("damaged")
    assert addresses.save() == ["tcp://a:1", "tcp://b:2"]
    addresses.add(parse_endpoint("tcp://b:2"))
    assert addresses.save() == ["tcp://b:2", "tcp://a:1"]
    addresses.restore([f"tcp://a:{port}" for port in range(1, 100)])
    assert len(addresses.save()) == ADDRESSES_KEPT
