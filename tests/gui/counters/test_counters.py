import math
from time import monotonic


def test_the_line_at_the_foot_has_totals_and_the_reply_time(
    window, until, connect, receive, started
):
    def foot():
        window.counters.look()
        window.refresh_status()
        return window.status.text()

    assert window.counters.median_reply() is None
    assert "replies –" in foot()
    server = started()
    with connect(server) as peer:
        peer.sendall(b"x" * 1000)
        receive(peer, 1000)
        until(lambda: "replies –" not in foot())
        client = window.board.add_client()
        client.address.set_text(str(server.running.bound))
        client.start()
        until(lambda: client.chip.word() == "ESTABLISHED")
        client.running.send(b"hello")
        trips = client.running.connection.reply_timer.round_trips.newest
        # The client's, though its server has replied too.
        until(lambda: foot() and trips and window.counters.median_reply() == trips[-1] / 1e9)
    until(
        lambda: "in 1.0 kB" in foot() and "out 1.0 kB" in foot() and "6 reads and sends" in foot()
    )
    until(lambda: "replies –" in foot())


def test_rates_go_on_while_the_tab_is_not_seen(window, until, connect, receive, started):
    pane = started()
    until(lambda: len(window.counters.endpoints()) == 1)
    (entry,) = window.counters.endpoints()
    with connect(pane) as peer:
        peer.sendall(b"x" * 1000)
        receive(peer, 1000)
        until(lambda: max(entry.rates.history(60).bytes_in, default=0) > 0)
    assert any(not math.isnan(number) for number in entry.rates.history(60).median)


def test_an_endpoint_on_which_nothing_moves_is_looked_at_rarely(
    window, monkeypatch, connect, receive, started
):
    pane = started()
    counters = window.counters
    counters._ticker.ticked.disconnect(counters.look)
    counters.look()
    now = [monotonic()]
    monkeypatch.setattr("socket_workbench.gui.counters.counters.monotonic", lambda: now[0])
    rates = counters.endpoints()[0].rates
    points, take_in = [], rates.look

    def note(*arguments):
        points.append(arguments)
        take_in(*arguments)

    def look(seconds=0.25):
        now[0] += seconds
        counters.look()
        return len(points)

    monkeypatch.setattr(rates, "look", note)
    before = look(2.0)
    assert [look() - before for _ in range(8)] == [0, 0, 0, 1, 1, 1, 1, 2]
    with connect(pane) as peer:
        peer.sendall(b"x" * 1000)
        receive(peer, 1000)
        before = look()
        # What has just moved is followed closely until nothing has for a while.
        assert [look() - before for _ in range(3)] == [1, 2, 3]
