import sys
import threading

from socket_workbench.cli.input.standard_input import read_standard_input


class Pieces:
    """Takes what is read and lets a test wait for the end."""

    def __init__(self, enough=None):
        self.pieces = []
        self.ended = threading.Event()
        self._enough = enough

    def __call__(self, data):
        self.pieces.append(data)
        if not data or len(self.pieces) == self._enough:
            self.ended.set()
        return len(self.pieces) != self._enough


def test_it_is_read_byte_for_byte_to_its_end(piped_input):
    with piped_input() as typed:
        pieces = Pieces()
        read_standard_input(pieces)
        typed.write(b"a\r\n\xff\0")
        typed.close()

        assert pieces.ended.wait(10)
    assert b"".join(pieces.pieces) == b"a\r\n\xff\0"
    assert pieces.pieces[-1] == b""


def test_it_is_read_no_further_than_wanted(piped_input):
    with piped_input() as typed:
        pieces = Pieces(enough=1)
        read_standard_input(pieces)
        typed.write(b"a")

        assert pieces.ended.wait(10)
        typed.write(b"b")
    assert pieces.pieces == [b"a"]


def test_no_standard_input_at_all_is_an_empty_one(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    pieces = Pieces()
    read_standard_input(pieces)

    assert pieces.ended.wait(10)
    assert pieces.pieces == [b""]
