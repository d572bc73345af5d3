import shlex

import pytest

from socket_workbench.programs.shell_lines import client_line, server_line, shell_comments
from socket_workbench.sockets.addresses.endpoint import parse_endpoint


@pytest.mark.parametrize(
    ("url", "listening", "connecting"),
    [
        ("tcp://127.0.0.1:80", "ncat --listen --keep-open 127.0.0.1 80", "ncat 127.0.0.1 80"),
        ("udp://[::1]:80", "ncat --listen --udp ::1 80", "ncat --udp ::1 80"),
        (
            "unix:///a b",
            "ncat --listen --keep-open --unixsock '/a b'",
            "ncat --unixsock '/a b'",
        ),
    ],
)
def test_ncat_does_it_by_hand(url, listening, connecting):
    assert server_line(parse_endpoint(url)) == listening
    assert client_line(parse_endpoint(url)) == connecting


def test_socat_is_given_a_path_that_it_does_not_read_as_its_own():
    words = shlex.split(client_line(parse_endpoint("unixgram:///a,b:c")))

    assert words[:2] == ["socat", "-"]
    assert words[2].startswith(r"UNIX-SENDTO:/a\,b\:c,bind=")
    assert r"/a\,b\:c,fork" in shlex.split(server_line(parse_endpoint("unixgram:///a,b:c")))[2]


def test_a_path_that_would_end_the_comment_is_left_out():
    assert shell_comments(parse_endpoint("unix:///a\nimport os"), is_server=True) == ["", ""]
