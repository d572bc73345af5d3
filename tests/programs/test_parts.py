from socket_workbench.programs.parts import address, head
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint


def test_an_address_says_its_version_of_ip():
    assert address(parse_endpoint("127.0.0.1:5")).constants == ('HOST = "127.0.0.1"', "PORT = 5")
    assert address(parse_endpoint("127.0.0.1:5")).family == "socket.AF_INET"
    assert address(parse_endpoint("[::1]:5")).family == "socket.AF_INET6"
    named = address(parse_endpoint("localhost:5"))
    assert (named.family, named.constants[-1]) == (
        "FAMILY",
        "FAMILY = socket.getaddrinfo(HOST, PORT)[0][0]",
    )


def test_a_path_is_written_as_it_is():
    unix = address(Endpoint(Transport.UNIX_STREAM, path="/a'\n"))

    assert (unix.constants, unix.value) == (('PATH = "/a\'\\n"',), "PATH")


def test_a_head_without_comments_is_a_docstring():
    assert head("Title.", "Sentence.", ["", ""]) == '"""Title.\n\nSentence.\n"""'
    assert head("Title.", "Sentence.", ["# x"]).endswith('"""\n\n# x')
