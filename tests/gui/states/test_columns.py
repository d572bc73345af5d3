from socket_workbench.gui.states.columns import SOCKET_COLUMNS
from socket_workbench.gui.states.rows import socket_row
from socket_workbench.sockets.kernel.tcp_states import TcpState


def texts(row):
    return {column.key: column.text(row) for column in SOCKET_COLUMNS}


def tooltips(row):
    return {column.key: column.tooltip(row) for column in SOCKET_COLUMNS}


def test_every_column_shows_its_value(seen, figures):
    assert texts(socket_row(seen(figures=figures), 100.0)) == {
        "name": "Client 1",
        "part": "connection 3",
        "state": "ESTABLISHED",
        "receive_queue": "5",
        "send_queue": "21",
        "timer": "",
        "rtt": "1.5 ms",
        "cwnd": "10",
        "snd_wnd": "65,536",
        "retrans": "3",
        "drops": "–",
        "local": "127.0.0.1:51342",
        "peer": "127.0.0.1:80",
    }


def test_queues_are_explained(seen):
    of_connection = tooltips(socket_row(seen(), 100.0))
    of_listener = tooltips(socket_row(seen(TcpState.LISTEN), 100.0))
    of_ended = tooltips(socket_row(seen(is_ended=True), 100.0))

    assert of_connection["receive_queue"] == "5 bytes not received yet"
    assert of_connection["send_queue"] == "21 bytes not acknowledged yet"
    assert of_listener["receive_queue"] == "5 connections wait for accept()"
    assert of_listener["send_queue"] == "21 connections may wait for accept()"
    assert of_ended["receive_queue"] == of_ended["send_queue"] == "The system does not tell"


def test_time_wait_has_its_remaining_time(seen):
    assert texts(socket_row(seen(TcpState.TIME_WAIT), 118.0))["timer"] == "gone in 42 s"


def test_all_but_texts_can_be_sorted_by_exact_values(seen, figures):
    row = socket_row(seen(figures=figures), 100.0)

    values = {column.key: column.value(row) for column in SOCKET_COLUMNS if column.value}

    assert set(values) == {column.key for column in SOCKET_COLUMNS}
    assert (values["rtt"], values["snd_wnd"]) == (0.0015, 65_536)
