import struct

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.netlink import attribute
from socket_workbench.sockets.kernel.record import Figures, Timer, timer_of

MEMORY = tuple(range(100, 109))


def test_figures_are_read_from_the_attributes():
    message = b"head" + attribute(7, struct.pack("=9I", *MEMORY)) + attribute(4, b"cubic\0\0\0")

    figures = Figures(message, 4)

    assert figures.memory() == MEMORY
    assert figures.drops() == 108
    assert figures.congestion() == "cubic"
    assert figures.info() is None


def test_an_older_kernel_counts_no_drops():
    assert Figures(attribute(7, struct.pack("=8I", *range(8))), 0).drops() is None


@given(st.binary(max_size=300))
def test_any_bytes_are_figures_or_none(message):
    figures = Figures(message, 0)

    assert isinstance(figures.congestion(), str)
    assert figures.drops() is None or figures.drops() == figures.memory()[8]
    info = figures.info()
    assert info is None or info.get("rto") is not None


def test_timers_have_the_numbers_of_the_kernel():
    assert [timer_of(number) for number in range(6)] == [None, *Timer, None]
    assert timer_of(3) is Timer.TIME_WAIT
