import pytest

from socket_workbench.sockets.address_syntax import AddressError, read_address
from socket_workbench.sockets.transport import Transport

TCP, UDP, UNIX, UNIXGRAM = Transport


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("13145", (TCP, "127.0.0.1", 13145, "")),
        ("0", (TCP, "127.0.0.1", 0, "")),
        ("00080", (TCP, "127.0.0.1", 80, "")),
        ("localhost:13145", (TCP, "localhost", 13145, "")),
        ("  localhost:13145\t", (TCP, "localhost", 13145, "")),
        ("[::1]:80", (TCP, "::1", 80, "")),
        ("[fe80::1%eth0]:80", (TCP, "fe80::1%eth0", 80, "")),
        ("[::ffff:192.0.2.1]:80", (TCP, "::ffff:192.0.2.1", 80, "")),
        ("tcp://example.com:65535", (TCP, "example.com", 65535, "")),
        ("TCP://Example.com:1", (TCP, "Example.com", 1, "")),
        ("tcp://my_printer.:9100", (TCP, "my_printer.", 9100, "")),
        ("tcp://0.0.0.0:0", (TCP, "0.0.0.0", 0, "")),
        ("udp://9997", (UDP, "127.0.0.1", 9997, "")),
        ("udp://127.1:9997", (UDP, "127.1", 9997, "")),
        ("tcp://日本.example:80", (TCP, "日本.example", 80, "")),
        ("unix:///tmp/a b%20c.sock", (UNIX, "", 0, "/tmp/a b%20c.sock")),
        ("unixgram:///tmp/日本.sock", (UNIXGRAM, "", 0, "/tmp/日本.sock")),
        ("unix:////tmp//x", (UNIX, "", 0, "//tmp//x")),
    ],
)
def test_addresses_as_people_type_them(text, parts):
    assert read_address(text) == parts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The address is empty: write a port such as 13145, or localhost:13145."),
        (" \n", "The address is empty: write a port such as 13145, or localhost:13145."),
        ("localhost", "The port is missing in 'localhost': write localhost:13145."),
        ("localhost:", "The port is missing in 'localhost:': write localhost:13145."),
        ("tcp://web", "The port is missing in 'tcp://web': write web:13145."),
        (
            "tcp://",
            "The host and the port are missing: write a port such as 13145, or localhost:13145.",
        ),
        ("[::1]", "The port is missing in '[::1]': write [::1]:13145."),
        ("[::1]:", "The port is missing in '[::1]:': write [::1]:13145."),
        ("[::1]80", "The port is missing in '[::1]80': write [::1]:13145."),
        (
            ":80",
            "The host is missing before ':80': write 127.0.0.1:80 for this computer only, or "
            "0.0.0.0:80 for every address it has.",
        ),
        (
            ":",
            "The host and the port are missing: write a port such as 13145, or localhost:13145.",
        ),
        ("localhost:http", "'http' is not a port: a port is a number from 0 to 65535."),
        ("localhost:-1", "'-1' is not a port: a port is a number from 0 to 65535."),
        ("localhost:80/", "'80/' is not a port: a port is a number from 0 to 65535."),
        ("localhost: 80", "' 80' is not a port: a port is a number from 0 to 65535."),
        ("[::1]:x", "'x' is not a port: a port is a number from 0 to 65535."),
        ("localhost:１", "'１' is not a port: a port is a number from 0 to 65535."),
        ("70000", "Port 70000 is out of range: ports go from 0 to 65535."),
        ("localhost:65536", "Port 65536 is out of range: ports go from 0 to 65535."),
        ("::1:80", "An IPv6 address needs brackets before its port: [::1]:80."),
        ("fe80::1%eth0:80", "An IPv6 address needs brackets before its port: [fe80::1%eth0]:80."),
        ("::1", "An IPv6 address needs brackets and a port: [::1]:13145."),
        ("2001:db8::", "An IPv6 address needs brackets and a port: [2001:db8::]:13145."),
        ("a:b:1", "'a:b:1' has too many colons: write host:port, or [::1]:port for IPv6."),
        ("[::1:80", "The closing bracket is missing: write [address]:port."),
        (
            "[localhost]:80",
            "'localhost' is not an IPv6 address; only those go in brackets: [::1]:80.",
        ),
        (
            "[fe80::1%]:80",
            "'fe80::1%' is not an IPv6 address; only those go in brackets: [::1]:80.",
        ),
        (
            "http://example.com:80",
            "'http://' is not known: use tcp://, udp://, unix://, unixgram://.",
        ),
        ("://x:1", "'://' is not known: use tcp://, udp://, unix://, unixgram://."),
        ("unix://", "The path is missing: write unix:///path/to/socket."),
        (
            "unixgram://tmp/x",
            "The path has to begin at the root, so the address has three slashes: "
            "unixgram:///tmp/x, with the folder in front.",
        ),
        ("unix:///a\0b", "A path cannot hold a zero byte."),
        ("/tmp/x.sock", "'/tmp/x.sock' is a path: write it as unix:///tmp/x.sock."),
        ("unix:/tmp/x.sock", "'unix:/tmp/x.sock' is a path: write it as unix:///tmp/x.sock."),
        ("my host:80", "A host name cannot hold ' ': 'my host'."),
        ("user@host:80", "A host name cannot hold '@': 'user@host'."),
        ("256.0.0.1:80", "256.0.0.1 is not an IPv4 address: its four numbers go from 0 to 255."),
        ("a..b:80", "'a..b' is not a host name: each part between its dots has 1 to 63 characters, "
         "the whole at most 253."),
        ("日" * 64 + ":80", "'" + "日" * 64 + "' is not a host name."),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_what_to_write(text, sentence):
    with pytest.raises(AddressError) as caught:
        read_address(text)

    assert str(caught.value) == sentence


@pytest.mark.parametrize("host", ["x" * 64, ".".join(["x" * 63] * 4), "."])
def test_names_that_are_too_long_or_empty_are_refused(host):
    with pytest.raises(AddressError, match="not a host name"):
        read_address(f"{host}:80")


def test_ports_with_more_digits_than_a_number_may_have_are_refused():
    with pytest.raises(AddressError, match="out of range"):
        read_address("9" * 10_000)


def test_mistakes_are_translated(pseudo_language):
    with pytest.raises(AddressError, match="⟦"):
        read_address("localhost")
