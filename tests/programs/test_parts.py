from socket_workbench.programs.parts import address, head, left_out
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint
from socket_workbench.sockets.option import STREAMS, Options, option
from socket_workbench.sockets.option_kinds import Flag


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


class SomeOptions(Options):
    """Options that a program has, explains, and has not heard of."""

    obeyed: bool = option(Flag(), default="no", title="Obeyed", help="a")
    explained: bool = option(Flag(), default="no", title="Explained", help="b")
    new: bool = option(Flag(), default="no", title="New", help="c", transports=STREAMS)


def test_what_a_program_does_not_have_is_said_of_new_options_too():
    options, sentences = SomeOptions(obeyed=True, explained=True, new=True), {"explained": "So."}

    said = left_out(options, "tcp", {"obeyed"}, sentences)
    assert said == ["# explained: So.", "# new: not in here."]
    assert left_out(options, "udp", {"obeyed"}, sentences) == ["# explained: So."]
    assert left_out(SomeOptions(), "tcp", set(), sentences) == []
