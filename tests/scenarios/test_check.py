import pytest

from socket_workbench.scenarios.check import check_scenario
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument, StepDocument
from socket_workbench.values.budget import Budget

SERVER = ServerDocument(endpoint="tcp://127.0.0.1:0")
CLIENT = ClientDocument(endpoint="tcp://127.0.0.1:1")


def scenario(*, format=1, servers=(), clients=()):
    return Scenario(format=format, title="T", servers=list(servers), clients=list(clients))


@pytest.mark.parametrize(
    "document",
    [scenario(servers=[SERVER]), scenario(clients=[CLIENT]), scenario(servers=[SERVER, SERVER])],
)
def test_a_side_may_be_left_to_another_program(document):
    check_scenario(document, Budget())


def test_nothing_at_all_is_no_scenario():
    with pytest.raises(FieldError, match="needs a server or a client"):
        check_scenario(scenario(), Budget())


def test_another_format_is_refused():
    with pytest.raises(FieldError, match=r"^format: expected 1\.$"):
        check_scenario(scenario(format=2, servers=[SERVER]), Budget())


def test_the_place_of_a_mistake_is_counted():
    bad = ClientDocument(endpoint="tcp://127.0.0.1:1", steps=[StepDocument(wait="x")])

    with pytest.raises(FieldError) as caught:
        check_scenario(scenario(servers=[SERVER], clients=[CLIENT, bad]), Budget())
    assert caught.value.path == "clients[1].steps[0].wait"


def test_servers_are_looked_at():
    with pytest.raises(FieldError) as caught:
        check_scenario(scenario(servers=[SERVER, ServerDocument(endpoint="?")]), Budget())
    assert caught.value.path == "servers[1].endpoint"
