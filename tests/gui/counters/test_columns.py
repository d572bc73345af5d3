from dataclasses import replace

import pytest

from socket_workbench.gui.counters.columns import (
    CONNECTION_COLUMNS,
    ENDPOINT_COLUMNS,
)
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.language import tr

COUNTS = Counts(
    bytes_in=1_234_567,
    bytes_out=21,
    reads=12_345,
    sends=2,
    byte_rate_in=1_500_000.4,
    byte_rate_out=0.0,
    read_rate=2.5,
    send_rate=1234.4,
    median=0.000032,
    slow=0.0014,
    longest=3.2,
)
ROW = CounterRow(
    7, "server", "tcp://127.0.0.1:13145", "LISTEN", Tone.OPEN, COUNTS, 3, 1200, dropped=4
)


def texts(columns, row):
    return {column.key: column.text(row) for column in columns}


def test_an_endpoint_is_told_in_units_that_can_be_read():
    assert texts(ENDPOINT_COLUMNS, ROW) == {
        "name": "server",
        "endpoint": "tcp://127.0.0.1:13145",
        "state": "LISTEN",
        "connections_open": "3",
        "connections_total": "1,200",
        "bytes_in_per_second": "1.5 MB/s",
        "bytes_out_per_second": "0 B/s",
        "rtt_p50_seconds": "32 µs",
        "rtt_p95_seconds": "1.4 ms",
        "rtt_max_seconds": "3.2 s",
        "bytes_in": "1.2 MB",
        "bytes_out": "21 B",
        "reads": "12,345",
        "sends": "2",
        "reads_per_second": "2.5",
        "sends_per_second": "1,234",
        "udp_drops": "4",
    }


def test_a_connection_is_told_by_its_number_and_peer():
    shown = texts(CONNECTION_COLUMNS, replace(ROW, name="7", address="127.0.0.1:51342"))
    assert (shown["connection"], shown["peer"]) == ("7", "127.0.0.1:51342")


def test_what_is_not_known_is_empty():
    unknown = replace(ROW, counts=Counts())
    median = next(each for each in ENDPOINT_COLUMNS if each.key == "rtt_p50_seconds")
    assert median.text(unknown) == ""
    shown = texts(ENDPOINT_COLUMNS, unknown)
    assert shown["bytes_in_per_second"] == shown["reads_per_second"] == ""


def test_rounded_sizes_are_exact_in_the_tooltip():
    columns = {column.key: column for column in ENDPOINT_COLUMNS}
    assert columns["bytes_in"].tooltip(ROW) == "1234567 bytes"
    assert columns["endpoint"].tooltip(ROW) == "tcp://127.0.0.1:13145"


@pytest.mark.parametrize("columns", [ENDPOINT_COLUMNS, CONNECTION_COLUMNS])
def test_titles_and_explanations_are_translated_keys_are_not(columns, pseudo_language):
    assert all(tr(column.title).startswith("⟦") for column in columns)
    assert all(column.explanation for column in columns)
    assert len({column.key for column in columns}) == len(columns)
