import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.addresses.endpoint import (
    AddressError,
    Endpoint,
    Transport,
    parse_endpoint,
)

labels = st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?", fullmatch=True)
names = st.lists(labels, min_size=1, max_size=4).map(".".join)
international = st.sampled_from(
    ["bücher.example", "日本.example", "例え.テスト", "пример.испытание"]
)
ipv4 = st.ip_addresses(v=4).map(str)
ipv6 = st.ip_addresses(v=6).map(str) | st.sampled_from(["fe80::1%eth0", "fe80::1%2", "::"])
ports = st.integers(0, 65535)
# A name of four numbers is meant as an address; see address_syntax.
hosts = ipv4 | ipv6 | international | names.filter(lambda name: not name.replace(".", "").isdigit())
paths = (
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
    .map(lambda text: "/" + text)
    .filter(lambda path: path == path.strip())
)
over_ip = st.builds(Endpoint, st.sampled_from([Transport.TCP, Transport.UDP]), hosts, ports)
over_unix = st.builds(
    Endpoint, st.sampled_from([Transport.UNIX_STREAM, Transport.UNIX_DATAGRAM]), path=paths
)


@given(over_ip | over_unix)
def test_what_is_shown_is_read_again(endpoint):
    assert parse_endpoint(str(endpoint)) == endpoint
    assert parse_endpoint(f"  {endpoint}\n") == endpoint


@given(st.text() | st.text("tcpud:/[].0123456789%a-_ ", max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        endpoint = parse_endpoint(text)
    except AddressError as error:
        assert str(error).endswith(".")  # noqa: PT017 - most texts are refused, some are not
    else:
        assert parse_endpoint(str(endpoint)) == endpoint


@pytest.mark.parametrize(
    ("endpoint", "text"),
    [
        (Endpoint(Transport.TCP, "127.0.0.1", 13145), "tcp://127.0.0.1:13145"),
        (Endpoint(Transport.UDP, "::1", 9997), "udp://[::1]:9997"),
        (Endpoint(Transport.UNIX_STREAM, path="/tmp/e.sock"), "unix:///tmp/e.sock"),
        (Endpoint(Transport.UNIX_DATAGRAM, path="/tmp/e.sock"), "unixgram:///tmp/e.sock"),
    ],
)
def test_an_endpoint_as_text(endpoint, text):
    assert str(endpoint) == text
