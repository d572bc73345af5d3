import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.looks.wording import (
    age,
    byte_count,
    byte_rate,
    byte_size,
    duration,
    reply_time,
    waiting_time,
)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (21, "21 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (1234567, "1.2 MB"),
        (9_950_000, "10 MB"),
        (64_000_000, "64 MB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (999_500_000_000, "1.0 TB"),
        (2_000_000_000_000_000, "2.0 PB"),
    ],
)
def test_sizes_have_three_figures_at_most(count, words):
    assert byte_size(count) == words


def test_counts_are_exact_and_have_their_plural():
    assert byte_count(1) == "1 byte"
    assert byte_count(0) == "0 bytes"
    assert byte_count(1234) == "1234 bytes"


def test_rates():
    assert byte_rate(1_200_000) == "1.2 MB/s"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0004, "0.4 ms"),
        (0.05, "50 ms"),
        (0.4, "0.4 s"),
        (3.2, "3.2 s"),
        (12.4, "12 s"),
        (59.6, "1 min 00 s"),
        (245, "4 min 05 s"),
        (3599.7, "1 h 00 min"),
        (7800, "2 h 10 min"),
        (273_600, "3 d 4 h"),
    ],
)
def test_time_spans(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0.0 s"), (0.42, "0.4 s"), (12, "12 s"), (245, "4 min"), (7800, "2 h"), (273_600, "3 d")],
)
def test_ages_have_one_unit(seconds, words):
    assert age(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-0.1, " 0.0 s"),
        (0.84, " 0.8 s"),
        (12.44, "12.4 s"),
        (99.94, "99.9 s"),
        (99.96, " 1:39 min"),
        (5999, "99:59 min"),
        (6000, " 1:40 h"),
        (359_999, "99:59 h"),
        (360_000, " 4 d"),
    ],
)
def test_waiting_times_have_a_fixed_width(seconds, words):
    assert waiting_time(seconds) == words


@given(st.floats(0, 99))
def test_no_waiting_time_below_100_seconds_is_wider_than_another(seconds):
    assert len(waiting_time(seconds)) == len("88.8 s")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 µs"),
        (0.0000324, "32 µs"),
        (0.000999, "999 µs"),
        (0.0009996, "1.0 ms"),
        (0.0142, "14 ms"),
        (3.21, "3.2 s"),
    ],
)
def test_quick_replies_are_told_in_microseconds(seconds, text):
    assert reply_time(seconds) == text
