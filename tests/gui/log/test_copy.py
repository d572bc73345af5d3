import ast
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.log.copy import (
    as_c_array,
    as_hex,
    as_ncat,
    as_python,
    as_text,
    payload_formats,
    rows_text,
)
from socket_workbench.gui.rows.time import date_time_text
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row

SERVER = Source(
    1, Role.SERVER, "server", "tcp://127.0.0.1:0", 1, "127.0.0.1:13145", "127.0.0.1:51342"
)


def source(endpoint, role=Role.CLIENT, local="", peer=""):
    return Source(1, role, "name", endpoint, 1, local, peer)


def test_text_keeps_line_ends_and_shows_what_is_none():
    assert as_text("日\r\n".encode() + b"\xff", SERVER) == "日\r\n\\xff"


def test_hex_is_spaced():
    assert as_hex(b"He\0", SERVER) == "48 65 00"


@given(st.binary(max_size=64))
def test_python_bytes_are_the_payload(payload):
    assert ast.literal_eval(as_python(payload, SERVER)) == payload


def test_a_c_array_counts_its_bytes():
    text = as_c_array(bytes(range(17)), SERVER)
    assert "payload[17]" in text
    assert "payload_length = 17;" in text
    assert text.count("0x") == 17
    assert text.splitlines()[2] == "    0x10"


def test_an_empty_c_array_is_still_c():
    text = as_c_array(b"", SERVER)
    assert "payload[1] = {" in text
    assert "payload_length = 0;" in text


@pytest.mark.parametrize(
    ("one", "target"),
    [
        (SERVER, "127.0.0.1 13145"),
        (source("tcp://localhost:80", peer="[::1]:80"), "::1 80"),
        (source("udp://127.0.0.1:9", peer="127.0.0.1:9"), "-u 127.0.0.1 9"),
        (source("unix:///run/my socket"), "-U '/run/my socket'"),
        (source("unixgram:///run/s"), "-U -u /run/s"),
        (source("tcp://example.org:7"), "example.org 7"),
    ],
)
def test_an_ncat_line_goes_to_the_server(one, target):
    assert as_ncat(b"hi", one) == f"printf 'hi' | ncat {target}"


@given(st.binary(max_size=64))
def test_a_shell_prints_the_very_payload(payload):
    line = as_ncat(payload, SERVER).partition(" | ")[0]
    printed = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=True)
    assert printed.stdout == payload


def test_a_leading_dash_is_no_option():
    assert as_ncat(b"-n", SERVER).startswith(r"printf '\055n'")


def test_rows_are_lines_with_tabs():
    first = Row(0, 0, SERVER, Kind.RECEIVED, 3, b"abc", "")
    second = Row(1, 0, SERVER, Kind.ERROR, 0, b"", "It broke.")
    names = {SERVER: "friend"}
    text = rows_text([first, second], lambda row: b"abc\n", other_of=names.__getitem__)
    lines = text.split("\n")
    time, recorder, direction, *_, payload = lines[0].split("\t")
    assert (time, recorder, direction) == (date_time_text(0), SERVER.name, "← friend")
    assert payload == r"abc\n"
    assert "\t127.0.0.1:51342\treceived\t" in lines[0]
    assert "\terror\t" in lines[1]
    assert lines[1].endswith("\tIt broke.")


def test_every_format_has_its_own_title():
    formats = payload_formats()
    assert len({title for title, _ in formats}) == len(formats) == 5
