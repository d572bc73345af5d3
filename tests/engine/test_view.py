from socket_workbench.engine.view import ConnectionState, ConnectionView, ignore_change


def test_a_view_keeps_its_first_reason_and_time_of_closing():
    view = ConnectionView(1, 1, "local", "peer", activity="recv(1024)")
    assert view.is_open
    view.close("first")
    closed_at = view.closed_at
    view.close("second")
    assert (view.reason, view.closed_at, view.is_open) == ("first", closed_at, False)
    assert (view.state, view.activity) == (ConnectionState.CLOSED, "")


def test_ignore_change_can_be_called():
    assert ignore_change() is None
