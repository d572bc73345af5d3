from socket_workbench.watch.child._socket_workbench.methods import LEAVABLE, METHODS, WAITING


def test_all_calls_that_may_be_many_are_leavable_but_those_that_make_sockets_known():
    assert {"accept", "connect", "connect_ex"} == WAITING - LEAVABLE
    assert "close" in METHODS - LEAVABLE
