import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.call_choice import AUTO, CallChoice, Calls
from socket_workbench.sockets.option import ALL


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("auto", AUTO),
        ("recv", CallChoice("recv")),
        ("sendall", CallChoice("", "sendall")),
        (" SendTo() , recvmsg()", CallChoice("recvmsg", "sendto")),
    ],
)
def test_what_people_write_is_read_and_written_again(text, value):
    kind = Calls()
    assert kind.take(text) == value
    assert kind.check(value) == value
    assert kind.read(kind.write(value)) == value


@pytest.mark.parametrize(
    "value", ["", "write", "recv,recvfrom", "send,sendto", "recv,", 5, None, CallChoice("x")]
)
def test_what_is_no_choice_is_refused_in_a_sentence(value):
    with pytest.raises(ValueError, match="is not one of recv, recvfrom, recvmsg, or of send"):
        Calls().take(value)


@pytest.mark.parametrize(
    ("scheme", "is_server", "calls", "sentence"),
    [
        ("tcp", True, CallChoice("recvfrom", "sendall"), ""),
        ("unix", False, CallChoice("recv", "send"), ""),
        ("tcp", False, CallChoice("", "sendto"), "sendto() is for datagrams"),
        ("udp", True, CallChoice("recvfrom", "sendto"), ""),
        ("udp", True, CallChoice("recv"), "recv() does not tell who has sent a datagram"),
        ("udp", True, CallChoice("", "send"), "send() needs a connected socket"),
        ("unixgram", True, CallChoice("", "sendall"), "sendall() needs a connected socket"),
        ("udp", False, CallChoice("recv", "sendall"), ""),
        ("unixgram", False, CallChoice("recv", "sendto"), ""),
    ],
)
def test_what_cannot_be_used_over_a_transport_says_why(scheme, is_server, calls, sentence):
    found = calls.misfit(scheme, is_server=is_server)
    assert found.startswith(sentence)
    assert bool(found) == bool(sentence)


@pytest.mark.parametrize("scheme", ALL)
def test_what_the_transport_needs_is_never_refused(scheme):
    assert not AUTO.misfit(scheme, is_server=True)
    assert not AUTO.misfit(scheme, is_server=False)


def test_where_python_has_no_recvmsg_that_is_said(monkeypatch):
    monkeypatch.setattr(system, "HAS_RECVMSG", False)
    assert "no recvmsg()" in CallChoice("recvmsg").misfit("tcp", is_server=True)


def test_the_names_of_the_calls():
    assert (AUTO.receiving(is_stream=True), AUTO.receiving(is_stream=False)) == ("recv", "recvfrom")
    assert (AUTO.sending(is_connected=True), AUTO.sending(is_connected=False)) == ("send", "sendto")
    chosen = CallChoice("recvmsg", "sendall")
    assert (chosen.receiving(is_stream=True), chosen.sending(is_connected=True)) == chosen
