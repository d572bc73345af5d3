import pytest

from socket_workbench.gui.message.grid import LINE_BYTES, HexGrid, line_texts

GRID = HexGrid(character_width=7.0, line_height=18.0)


@pytest.mark.parametrize(("length", "lines"), [(0, 1), (1, 1), (16, 1), (17, 2), (2**30, 2**26)])
def test_sixteen_bytes_stand_on_a_line(length, lines):
    assert GRID.line_count(length) == lines


def test_a_line_has_offset_hex_and_text():
    payload = bytes(range(0x40, 0x60))
    assert line_texts(payload, 1) == (
        "00000010",
        "50 51 52 53 54 55 56 57",
        "58 59 5a 5b 5c 5d 5e 5f",
        "PQRSTUVWXYZ[\\]^_",
    )
    assert line_texts(b"\0\x7f\xff ", 0)[3] == "... "


@pytest.mark.parametrize("place", range(LINE_BYTES))
def test_every_byte_is_found_where_it_is_painted(place):
    assert GRID.place_at(GRID.hex_left(place) + 1) == place
    assert GRID.place_at(GRID.text_left(place) + 1) == place


def test_behind_the_last_byte_is_behind_the_line():
    assert GRID.place_at(GRID.hex_right(15)) == LINE_BYTES
    assert GRID.place_at(10_000) == LINE_BYTES
    assert GRID.place_at(-5) == 0


def test_columns_do_not_overlap():
    assert GRID.hex_right(15) < GRID.bar_left < GRID.text_left(0)
    assert GRID.hex_left(8) - GRID.hex_right(7) > GRID.hex_left(1) - GRID.hex_right(0)
    assert GRID.width > GRID.text_left(LINE_BYTES)
