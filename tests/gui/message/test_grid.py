import pytest

from socket_workbench.gui.message.grid import LINE_BYTES, HexGrid

GRID = HexGrid(character_width=7.0, line_height=18.0)


@pytest.mark.parametrize(("length", "lines"), [(0, 1), (1, 1), (16, 1), (17, 2), (2**30, 2**26)])
def test_sixteen_bytes_stand_on_a_line(length, lines):
    assert GRID.line_count(length) == lines


def test_a_line_has_offset_hex_and_text():
    payload = bytes(range(0x40, 0x60))
    assert GRID.line_texts(payload, 1) == (
        "00000010",
        "50 51 52 53 54 55 56 57",
        "58 59 5a 5b 5c 5d 5e 5f",
        "PQRSTUVWXYZ[\\]^_",
    )
    assert GRID.line_texts(b"\0\x7f\xff ", 0)[3] == "... "


@pytest.fixture(params=LINE_BYTES)
def grid(request):
    return HexGrid(7.0, 18.0, request.param)


def test_every_byte_is_found_where_it_is_painted(grid):
    for place in range(grid.line_bytes):
        assert grid.place_at(grid.hex_left(place) + 1) == place
        assert grid.place_at(grid.text_left(place) + 1) == place


def test_behind_the_last_byte_is_behind_the_line(grid):
    assert grid.place_at(grid.hex_right(grid.line_bytes - 1)) == grid.line_bytes
    assert grid.place_at(10_000) == grid.line_bytes
    assert grid.place_at(-5) == 0


def test_columns_do_not_overlap(grid):
    assert grid.hex_right(grid.line_bytes - 1) < grid.bar_left < grid.text_left(0)
    middle = grid.hex_left(grid.half) - grid.hex_right(grid.half - 1)
    assert middle > grid.hex_left(1) - grid.hex_right(0)
    assert grid.width > grid.text_left(grid.line_bytes)


def test_the_longest_lines_are_chosen_for_which_there_is_room(grid):
    assert HexGrid.fitting(7.0, 18.0, grid.width) == grid
    narrower = HexGrid.fitting(7.0, 18.0, grid.width - 1)
    assert narrower.line_bytes == max(grid.line_bytes // 2, min(LINE_BYTES))


def test_all_lines_together_have_all_bytes(grid):
    payload = bytes(range(0x20, 0x7F))
    lines = [grid.line_texts(payload, line) for line in range(grid.line_count(len(payload)))]
    assert "".join(text for *_, text in lines).encode() == payload
    assert bytes.fromhex("".join(left + right for _, left, right, _ in lines)) == payload
    assert [int(offset, 16) for offset, *_ in lines] == [*range(0, len(payload), grid.line_bytes)]
