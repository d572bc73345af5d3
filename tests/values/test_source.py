from datetime import UTC, datetime

import pytest

from socket_workbench.values.source import DIRECTIVES, Source, format_time

TIME = datetime(2026, 3, 4, 15, 6, 7, 89012, UTC)


@pytest.mark.parametrize("letter", sorted(set(DIRECTIVES) - {"L"}))
def test_letters_are_those_of_strftime(letter):
    assert format_time(TIME, f"%{letter}") == TIME.strftime(f"%{letter}")


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("", ""),
        ("plain", "plain"),
        ("%H:%M:%S.%L", "15:06:07.089"),
        ("%%H", "%H"),
        ("%%%H%%", "%15%"),
        ("%%%%", "%%"),
        ("%a, %d %b %Y %H:%M:%S %z", "Wed, 04 Mar 2026 15:06:07 +0000"),
    ],
)
def test_formats(form, written):
    assert format_time(TIME, form) == written


@pytest.mark.parametrize("form", ["%", "a%", "%%%", "%Q", "%é"])
def test_other_letters_are_refused(form):
    with pytest.raises(KeyError):
        format_time(TIME, form)


def test_now_knows_its_zone():
    assert Source().now().utcoffset() is not None


def test_counters_are_apart():
    source = Source()

    assert [source.count("a", 1, 1), source.count("b", 5, -1), source.count("a", 1, 1)] == [1, 5, 2]


def test_a_copy_counts_for_itself_and_shares_what_is_random():
    source = Source(7)
    source.count("a", 1, 1)
    copy = source.copy()

    assert copy.count("a", 1, 1) == 2
    assert copy.count("b", 5, 1) == 5
    assert source.counters == {"a": 1}
    assert copy.random is source.random
