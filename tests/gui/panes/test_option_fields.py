from socket_workbench.gui.panes.option_fields import NumberOption, client_options, server_options
from socket_workbench.sockets.options import MAX_RECEIVE_SIZE, ClientOptions, ServerOptions


def test_servers_and_clients_are_offered_exactly_what_they_have():
    servers = {option.name for option in server_options(MAX_RECEIVE_SIZE)}
    clients = {option.name for option in client_options(MAX_RECEIVE_SIZE)}

    assert servers == set(ServerOptions.__slots__)
    assert clients == set(ClientOptions.__slots__)


def test_every_option_is_explained():
    for option in [*server_options(MAX_RECEIVE_SIZE), *client_options(MAX_RECEIVE_SIZE)]:
        assert option.title
        assert option.help.endswith(".")


def test_the_largest_receive_size_is_the_engines():
    sizes = {option.name: option for option in server_options(MAX_RECEIVE_SIZE)}

    size = sizes["receive_size"]
    assert isinstance(size, NumberOption)
    assert (size.least, size.most) == (1, MAX_RECEIVE_SIZE)
