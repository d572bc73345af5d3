from socket_workbench.engine.view import (
    ConnectionState,
    ConnectionView,
    EndpointState,
    Traffic,
)


def test_a_view_keeps_its_first_reason_and_time_of_closing():
    view = ConnectionView(1, 1, "local", "peer", activity="recv(1024)")
    assert view.is_open
    view.close("first")
    closed_at = view.closed_at
    view.close("second")
    assert (view.reason, view.closed_at, view.is_open) == ("first", closed_at, False)
    assert (view.state, view.activity) == (ConnectionState.CLOSED, "")


def test_traffic_is_added_and_taken_away_field_by_field():
    one, two = Traffic(1, 2, 3, 4, 5, 6), Traffic(10, 20, 30, 40, 50, 60)
    assert one + two == Traffic(11, 22, 33, 44, 55, 66)
    assert one + two - one == two


def test_a_view_tells_its_traffic():
    view = ConnectionView(
        1, 1, "local", "peer", bytes_in=1, bytes_out=2, messages_in=3, messages_out=4
    )
    assert view.traffic == Traffic(1, 2, 0, 3, 4, 1)


def test_states_of_an_endpoint_are_beginning_live_or_over():
    def states(predicate):
        return {state.name for state in EndpointState if getattr(state, predicate)}

    assert states("is_beginning") == {"STARTING", "CONNECTING"}
    assert states("is_over") == {"CLOSED", "FAILED"}
    assert states("is_live") == {state.name for state in EndpointState} - {
        "STOPPED",
        "CLOSED",
        "FAILED",
    }
