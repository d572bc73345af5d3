from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.panes.names import document_name, numbered_name

NAMES = st.sampled_from(["server", "client", "Server", "Server 1", "Server 2", "anna", "anna 2"])


def test_the_first_number_that_is_free_is_taken():
    assert numbered_name("Server", {"Server 2", "Client 1"}) == "Server 1"
    assert numbered_name("Server", {"Server 1", "Server 3"}) == "Server 2"


def test_a_generic_name_gets_a_number_and_a_name_that_says_something_is_kept():
    assert document_name("server", "Server", {"Server 1"}) == "Server 2"
    assert document_name("CLIENT", "Client", set()) == "Client 1"
    assert document_name("anna", "Client", {"Client 1"}) == "anna"
    assert document_name("anna", "Client", {"anna", "anna 2"}) == "anna 3"


@given(st.lists(NAMES))
def test_no_name_is_given_twice_and_none_is_generic(wanted):
    taken: list[str] = []
    for name in wanted:
        taken.append(document_name(name, "Server", taken))
    assert len(set(taken)) == len(taken)
    assert not {name.casefold() for name in taken} & {"server", "client"}
