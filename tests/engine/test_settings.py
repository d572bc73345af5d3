from socket_workbench.engine.settings import ClientSettings, ServerSettings, stepped
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions, ServerOptions

ENDPOINT = Endpoint(Transport.TCP, "127.0.0.1", 13145)


def test_a_server_echoes_the_raw_stream_unless_told_else():
    settings = ServerSettings("server", ENDPOINT)
    assert settings.dialogue == "echo"
    assert settings.options.framing.is_none
    assert settings.options == ServerOptions()


def test_a_client_says_nothing_by_itself_unless_told_else():
    settings = ClientSettings("client", ENDPOINT)
    assert settings.script is None
    assert settings.options.framing.is_none
    assert settings.options == ClientOptions()


def test_settings_are_stepped_and_otherwise_the_same():
    settings = ServerSettings("server", ENDPOINT, ServerOptions(backlog=3))
    assert stepped(settings).options == ServerOptions(backlog=3, step=True)
    assert stepped(settings).options.is_traced
    client = stepped(ClientSettings("client", ENDPOINT))
    assert client == ClientSettings("client", ENDPOINT, ClientOptions(step=True))
