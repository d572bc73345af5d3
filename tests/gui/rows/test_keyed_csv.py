import csv
import io

from socket_workbench.gui.counters.columns import ENDPOINT_COLUMNS
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.rows.keyed_csv import rows_csv


def test_numbers_are_exact_and_the_unknown_is_empty():
    counts = Counts(bytes_in=1_234_567, byte_rate_in=1.25, median=0.000032)
    row = CounterRow(1, 'a "b", c', "unix:///tmp/ü", "LISTEN", Tone.OPEN, counts, 2, 3, 4)
    text = rows_csv(ENDPOINT_COLUMNS, [row])

    assert text.endswith("\r\n")
    assert '"a ""b"", c"' in text
    (found,) = csv.DictReader(io.StringIO(text, newline=""))
    assert found["name"] == 'a "b", c'
    assert found["endpoint"] == "unix:///tmp/ü"
    assert (found["connections_open"], found["connections_total"]) == ("2", "3")
    assert (found["bytes_in"], found["bytes_in_per_second"]) == ("1234567", "1.25")
    assert float(found["rtt_p50_seconds"]) == 0.000032
    assert found["rtt_p95_seconds"] == found["reads_per_second"] == ""
    assert found["udp_drops"] == "4"


def test_no_text_is_a_formula():
    row = CounterRow(1, "=1+1", "@SUM(A1)", "-1", Tone.OPEN, Counts(), 2, 3, 4)
    (found,) = csv.DictReader(io.StringIO(rows_csv(ENDPOINT_COLUMNS, [row]), newline=""))

    texts = [found[name] for name in ("name", "endpoint", "state")]
    assert texts == [r"\x3d1+1", r"\x40SUM(A1)", r"\x2d1"]


def test_no_rows_are_a_line_of_titles():
    assert rows_csv(ENDPOINT_COLUMNS[:2], []) == "name,endpoint\r\n"
