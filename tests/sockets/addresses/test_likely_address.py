import pytest

from socket_workbench.sockets.addresses.likely_address import likely_address


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("127.0.0.1 21002", "127.0.0.1:21002"),
        ("127.0.0.1\t21002", "127.0.0.1:21002"),
        ("127.0.0.1, 21002", "127.0.0.1:21002"),
        ("127.0.0.1;21002", "127.0.0.1:21002"),
        ("localhost : 80", "localhost:80"),
        ("::1 80", "[::1]:80"),
        ("[::1] 80", "[::1]:80"),
        ("tcp://host 80", "tcp://host:80"),
        ("telnet example.com 23", "example.com:23"),
        ("nc -v -u 192.0.2.1 9", "udp://192.0.2.1:9"),
        ("host:80/", "host:80"),
        ("tcp://host:80/", "tcp://host:80"),
        ("http://host/", "tcp://host:80"),
        ("https://user:word@host/a/b?c#d", "tcp://host:443"),
        ("http://host:8080/a", "tcp://host:8080"),
        ("http://[::1]/", "tcp://[::1]:80"),
        ("mqtt://host:1883", "tcp://host:1883"),
        ("１２７.0.0.1：８０", "127.0.0.1:80"),
        ("host:٨٠", "host:80"),
        ("\u200bhost:80\ufeff", "host:80"),
        ("“host:80”", "host:80"),
        ("<host:80>", "host:80"),
        ("host:80.", "host:80"),
        ("[host]:80", "host:80"),
        ("[::1]80", "[::1]:80"),
        ("[fe80::1%25eth0]80", "[fe80::1%eth0]:80"),
        ("tcp:host:80", "tcp://host:80"),
        ("UDP//host:80", "udp://host:80"),
        ("//host:80", "host:80"),
        ("host/80", "host:80"),
        ("tcp://127.0.0.1/80", "tcp://127.0.0.1:80"),
        ("[::1]/80", "[::1]:80"),
        ("10.0.0.1/8080", "10.0.0.1:8080"),
        ("192.0.2.1/24", "192.0.2.1"),
        ("fe80::1/64", "fe80::1"),
        ("host/a/b", "host"),
        ("localhost..", "localhost"),
        ("localhost..:80", "localhost:80"),
        (".host:80", "host:80"),
        ("127.0.0..1:80", "127.0.0.1:80"),
        ("udp://a..b:80", "udp://a.b:80"),
    ],
)
def test_what_is_meant(text, meant):
    assert likely_address(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", "host", "host:80", ":80", "::1:80", "[::1]:80", "udp://host", "a b", "a b 80"),
        *("http://", "http:///x", "unix://a b", "unix:x", "/tmp/a 80", "~/x", "./x", "@abstract"),
        *("//x/y", "///x:80", "/", "::", "..", "../x"),
        *("x" * 1000, "127.0.0.1 " * 1000),
    ],
)
def test_nothing_else_is_made_of_what_is_right_or_something_else(text):
    assert likely_address(text) == text
