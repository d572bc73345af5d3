import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.payload.csv_cell import bytes_cell, text_cell
from socket_workbench.payload.escapes import parse_escapes

LIVE = "=+-@\t\r\n＝＋－＠"
HOSTILE = st.text(st.sampled_from(LIVE + ';," a\\1')) | st.text()


def starts_live(cell):
    return cell.strip(' "')[:1] in tuple(LIVE)


@given(st.binary() | HOSTILE.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"=1+1")
@example(b"\t=1")
@example(b' "=1"')
@example("＝1".encode())
def test_no_cell_of_bytes_is_a_formula_and_each_gives_its_bytes(data):
    cell = bytes_cell(data)

    assert not starts_live(cell)
    assert parse_escapes(cell) == data


@given(HOSTILE)
@example("-2+3;=cmd|' /C calc'!A0")
@example('a;"=1"')
@example("\ud800")
def test_no_text_is_a_formula_wherever_its_cell_is_taken_to_begin(text):
    cell = text_cell(text)
    line = io.StringIO(newline="")
    csv.writer(line).writerow([cell])

    for separator in ",;\t":
        (row,) = csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=separator)
        assert not any(map(starts_live, row))
    assert parse_escapes(cell) == text.encode("utf-8", "surrogatepass")


def test_a_byte_of_a_file_name_that_is_no_text_is_that_byte():
    assert text_cell("unix:///tmp/\udcff") == r"unix:///tmp/\xff"


def test_an_ordinary_text_stays_as_it_is():
    assert text_cell("client 2") == "client 2"
    assert text_cell("tcp://[::1]:80; a-b = c") == "tcp://[::1]:80; a-b = c"


@pytest.mark.parametrize("text", [";" * 300_000, ';"' * 150_000 + "=", ";" + '" ' * 150_000])
def test_long_texts_take_linear_time(text):
    assert parse_escapes(text_cell(text)).decode() == text
