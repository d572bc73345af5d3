import ntpath
import os
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.payload.text import printable
from socket_workbench.sockets.addresses.address_syntax import AddressError, read_address
from socket_workbench.sockets.addresses.transport import Transport

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
        ("-1", "'-1' is not a port: a port is a number from 0 to 65535."),
        ("udp://+80", "'+80' is not a port: a port is a number from 0 to 65535."),
        ("tcp://web", "The port is missing in 'tcp://web': write tcp://web:13145."),
        ("udp://web", "The port is missing in 'udp://web': write udp://web:13145."),
        (
            "tcp://",
            "The host and the port are missing: write a port such as 13145, or localhost:13145.",
        ),
        ("[::1]", "The port is missing in '[::1]': write [::1]:13145."),
        ("[::1]:", "The port is missing in '[::1]': write [::1]:13145."),
        ("[::1]80", "'[::1]80' is not an address: write [::1]:80."),
        (
            ":80",
            "The host is missing before ':80': write 127.0.0.1:80 for this computer only, or "
            "0.0.0.0:80 for every address it has.",
        ),
        (
            "udp://:80",
            "The host is missing before ':80': write udp://127.0.0.1:80 for this computer only, or "
            "udp://0.0.0.0:80 for every address it has.",
        ),
        (":x", "'x' is not a port: a port is a number from 0 to 65535."),
        (
            ":",
            "The host and the port are missing: write a port such as 13145, or localhost:13145.",
        ),
        ("localhost:http", "'http' is not a port: a port is a number from 0 to 65535."),
        ("localhost:-1", "'-1' is not a port: a port is a number from 0 to 65535."),
        ("localhost:80/", "'localhost:80/' is not an address: write localhost:80."),
        ("localhost: 80", "'localhost: 80' is not an address: write localhost:80."),
        ("localhost:+80", "'+80' is not a port: a port is a number from 0 to 65535."),
        ("localhost:8_0", "'8_0' is not a port: a port is a number from 0 to 65535."),
        ("[::1]:x", "'x' is not a port: a port is a number from 0 to 65535."),
        ("localhost:１", "'localhost:１' is not an address: write localhost:1."),
        ("localhost:٨٠", "'localhost:٨٠' is not an address: write localhost:80."),
        ("localhost:９９９９９", "Port 99999 is out of range: ports go from 0 to 65535."),
        ("70000", "Port 70000 is out of range: ports go from 0 to 65535."),
        ("localhost:65536", "Port 65536 is out of range: ports go from 0 to 65535."),
        ("::1:80", "An IPv6 address needs brackets before its port: [::1]:80."),
        ("fe80::1%eth0:80", "An IPv6 address needs brackets before its port: [fe80::1%eth0]:80."),
        ("::1", "An IPv6 address needs brackets and a port: [::1]:13145."),
        ("2001:db8::", "An IPv6 address needs brackets and a port: [2001:db8::]:13145."),
        ("a:b:1", "'a:b:1' has too many colons: write an address such as localhost:13145, or "
         "[::1]:13145 for IPv6."),
        (
            "[::1:80",
            "The closing bracket is missing: write an IPv6 address such as [::1]:13145.",
        ),
        ("[localhost]:80", "'[localhost]:80' is not an address: write localhost:80."),
        (
            "[fe80::1%]:80",
            "'fe80::1%' is not an IPv6 address; only those go in brackets: [::1]:80.",
        ),
        ("http://example.com:80", "'http://' is not known: write tcp://example.com:80."),
        ("http://", "'http://' is not known: use tcp://, udp://, unix://, unixgram://."),
        ("udp:9997", "'udp:9997' is not an address: write udp://9997."),
        ("://x:1", "'://' is not known: use tcp://, udp://, unix://, unixgram://."),
        ("unix://", "The path is missing: write unix:///tmp/echo.sock."),
        ("unixgram:", "The path is missing: write unixgram:///tmp/echo.sock."),
        (
            "unixgram://tmp/x",
            "A path has to begin at the root, so the address has three slashes: "
            "unixgram:///tmp/x.",
        ),
        ("unix:///a\0b", "A path cannot hold a zero byte."),
        ("unix:a\nb", "'unix:a␊b' is a path: write it as unix:///tmp/echo.sock."),
        ("/tmp/x.sock", "'/tmp/x.sock' is a path: write it as unix:///tmp/x.sock."),
        ("unix:/tmp/x.sock", "'unix:/tmp/x.sock' is a path: write it as unix:///tmp/x.sock."),
        ("unixgram:/x", "'unixgram:/x' is a path: write it as unixgram:///x."),
        ("my host:80", "A host name cannot hold ' ': 'my host'."),
        ("user@host", "The port is missing in 'host': write host:13145."),
        ("user@ho st", "A host name cannot hold '@': 'user@ho st'."),
        ("tcp:", "The host and the port are missing: write a port such as 13145, or "
         "localhost:13145."),
        ("user@host:80", "'user@host:80' is not an address: write host:80."),
        ("127.0.0.1 21002", "'127.0.0.1 21002' is not an address: write 127.0.0.1:21002."),
        (
            "192.168.001.010:80",
            "192.168.001.010 has numbers with leading zeros, which some programs take as octal: "
            "write 192.168.1.10:80, or 192.168.1.8:80 where octal is meant.",
        ),
        (
            "udp://192.168.001.010",
            "192.168.001.010 has numbers with leading zeros, which some programs take as octal: "
            "write udp://192.168.1.10:13145, or udp://192.168.1.8:13145 where octal is meant.",
        ),
        ("10.0.0.08:1", "10.0.0.08 has numbers with leading zeros: write 10.0.0.8:1."),
        ("256.0.0.1:80", "256.0.0.1 is not an IPv4 address: its four numbers go from 0 to 255."),
        ("localhost..", "The port is missing in 'localhost': write localhost:13145."),
        ("a..b:80", "'a..b:80' is not an address: write a.b:80."),
        ("127.0.0.1/80", "'127.0.0.1/80' is not an address: write 127.0.0.1:80."),
        (".:80", "'.' is not a host name: each part between its dots has 1 to 63 characters, "
         "the whole at most 253."),
        ("日" * 64 + ":80", "'" + "日" * 64 + "' is not a host name."),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_what_to_write(text, sentence):
    with pytest.raises(AddressError) as caught:
        read_address(text)

    assert str(caught.value) == sentence


@pytest.mark.needs("unix sockets")
@pytest.mark.parametrize("text", ["unix:x.sock", "unix://x.sock", "./x.sock", "unixgram:x.sock"])
def test_a_path_without_its_folder_is_taken_from_the_one_in_use(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(AddressError) as caught:
        read_address(text)

    scheme = "unixgram" if "unixgram" in text else "unix"
    assert str(caught.value).endswith(f"{scheme}://{tmp_path}/x.sock.")


@pytest.mark.needs("unix sockets")
def test_a_path_in_the_home_is_taken_from_there(own_home):
    with pytest.raises(AddressError, match=f"write it as unix://{own_home}/x."):
        read_address("~/x")


@pytest.mark.needs("open files removed")
def test_a_folder_in_use_may_be_gone(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    with pytest.raises(AddressError, match="unix:///tmp/x"):
        read_address("unix:x")


@pytest.mark.parametrize(
    ("text", "offered"), [("unix:x.sock", "/tmp/x.sock"), ("/run/x", "/run/x"), ("../x", "/x")]
)
def test_a_folder_of_windows_is_none_of_a_unix_socket(text, offered, monkeypatch):
    monkeypatch.setattr(os.path, "abspath", ntpath.abspath)

    with pytest.raises(AddressError) as caught:
        read_address(text)

    assert f"unix://{offered}." in str(caught.value)


def offered(sentence):
    """Return the addresses in a sentence, apart from what it repeats in quotation marks."""
    path = re.search(r"(?:write|as|slashes:) (unix(?:gram)?:///.*)\.$", sentence)
    if path is not None:
        return [path[1]]
    said = re.sub(r"'.*'", "", sentence, flags=re.DOTALL)
    return [
        word.rstrip(".,:;") for word in re.split(r"\s", said) if re.search(r"://[^,.]|:\d", word)
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            *("tcp://", "udp://", "unix://", "unixgram:", "http://", "unix:", "tcp:", "//", "/"),
            *(":", "::", " ", ",", ";", ".", "@", "%", "%25", "?", "#", "[", "]", "'", '"', "~"),
            *("127.0.0.1", "::1", "fe80::1", "localhost", "host", "eth0", "192.168.001.010", "-u"),
            *("80", "0080", "70000", "08", "0", "+1", "1_0", "８０", "٨٠", "：", "telnet"),
            *("\u200b", "\x1b", "\0", "\n", "日本", "x" * 300),
        ]
    ),
    max_size=7,
)


@example("-u\u200b")
@given(PIECES.map("".join) | st.text(max_size=20))
def test_every_address_that_is_offered_can_be_read(text):
    try:
        read_address(text)
    except AddressError as error:
        said = str(error)
    else:
        return
    for address in offered(said):
        read_address(address)
    assert printable(said) == said


def test_what_is_offered_is_found():
    assert offered("'a:1' is not an address: write udp://b:1, or [::1]:80 where c.") == [
        "udp://b:1",
        "[::1]:80",
    ]
    assert offered("'x' is a path: write it as unix:///a b:c.") == ["unix:///a b:c"]


def test_what_is_repeated_is_bounded_and_harmless():
    with pytest.raises(AddressError) as caught:
        read_address("\x1b[31m\u202e" + "x" * 100_000 + ":80")

    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


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
