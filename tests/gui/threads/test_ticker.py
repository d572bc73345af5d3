import pytest
from PySide6.QtCore import QObject

from socket_workbench.gui.threads import ticker as module
from socket_workbench.gui.threads.ticker import Ticker


@pytest.fixture
def ticker(qtbot):
    ticker = Ticker()
    yield ticker
    ticker.deleteLater()


def test_it_ticks_quickly_while_somebody_wants_it_to_and_slowly_otherwise(qtbot, ticker):
    one, other = QObject(), QObject()
    ticker.set_wanted(one, wanted=False)
    with qtbot.waitSignal(ticker.ticked):
        pass
    assert ticker._clock.interval() == 1000 * module.REST
    ticker.set_wanted(one, wanted=True)
    assert ticker._clock.interval() <= 1000 * module.INTERVAL
    ticker.set_wanted(other, wanted=True)
    ticker.set_wanted(other, wanted=True)
    for _ in range(2):
        with qtbot.waitSignal(ticker.ticked):
            pass
        assert ticker._clock.interval() == 1000 * module.INTERVAL
    ticker.set_wanted(other, wanted=False)
    assert ticker.is_quick
    ticker.set_wanted(one, wanted=False)
    assert not ticker.is_quick


def test_who_wants_it_no_longer_in_a_tick_makes_it_slow(qtbot, ticker):
    one = QObject()
    ticker.set_wanted(one, wanted=True)
    ticker.ticked.connect(lambda: ticker.set_wanted(one, wanted=False))
    with qtbot.waitSignal(ticker.ticked):
        pass
    assert ticker._clock.interval() == 1000 * module.REST


def test_the_dearer_a_look_the_rarer_it_is(qtbot, ticker, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])

    def look():
        now[0] += 3.0

    ticker.ticked.connect(look)
    ticker.set_wanted(ticker, wanted=True)
    with qtbot.waitSignal(ticker.ticked):
        pass
    assert ticker._clock.interval() == 60_000
