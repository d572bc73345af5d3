"""Whatever a file, its name or a peer says, nothing printed controls the terminal."""

import io
import os
import socket
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socket_workbench.__main__ import main

CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
HOSTILE = "\x1b]0;title\x07\u202e\x9b2J\u2028\r"

ANY_TEXT = st.text(
    st.one_of(st.sampled_from(HOSTILE), st.characters(codec="utf-8", exclude_characters='"\\')),
    max_size=12,
)

DOCUMENT = """
format = 1
title = "{text}"
{top}
[[servers]]
endpoint = "{endpoint}"
{server}
[[clients]]
endpoint = "tcp://127.0.0.1:0"
name = "{text}"
steps = [{steps}]
"""
FIELDS = [
    {"top": '"{text}" = 1'},
    {"endpoint": "tcp://{text}.invalid:0"},
    {"endpoint": "unix:///{{{{{text}}}}}/s"},
    {"server": 'dialogue = "{text}"'},
    {"server": 'framing = "{text}"'},
    {"server": 'parameters = {{ "{text}" = "x" }}'},
    {"server": 'parameters = "{text}"'},
    {"steps": '{{ send = "{{{{{text}}}}}" }}'},
    {"steps": '{{ "{text}" = "x" }}'},
    {"steps": '{{ wait = "{text}" }}'},
    {"steps": '{{ expect = "a", encoding = "{text}" }}'},
    {"steps": '{{ send = "{text}" }}, {{ expect = "another", within = "1ms" }}'},
    {"steps": '{{ show = "{text}" }}'},
]


def escaped(text):
    """Write a text inside a TOML string, where control characters are escapes."""
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in text)


def document(field, text):
    parts = {"top": "", "endpoint": "tcp://127.0.0.1:0", "server": "", "steps": ""} | field
    inner = {name: part.format(text=escaped(text)) for name, part in parts.items()}
    return DOCUMENT.format(text=escaped(text), **inner)


def printed_by(words, encoding):
    """Run the program in this process; returns what it wrote on its two streams."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams
    try:
        main([str(word) for word in words])
    except SystemExit:
        pass
    finally:
        sys.stdout, sys.stderr = before
    return [stream.buffer.getvalue().decode(encoding) for stream in streams]


def check(texts):
    for text in texts:
        for line in text.split("\n"):
            assert not {unicodedata.category(one) for one in line} & CONTROLS, ascii(line)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ANY_TEXT,
    st.sampled_from(FIELDS),
    st.sampled_from(["utf-8", "ascii", "latin-1"]),
    st.sampled_from([[], ["--json"]]),
)
def test_no_field_of_a_scenario_reaches_the_terminal(tmp_path, text, field, encoding, words):
    file = tmp_path / "s.toml"
    file.write_text(document(field, text), "utf-8")
    check(printed_by(["run", file, *words], encoding))


NAMES = [b"\x1b]0;t\x07\xe2\x80\xae", b"\xff\xfe\x9b", b"a\nb\rc"]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_reaches_the_terminal(tmp_path, name, encoding):
    folder = tmp_path / os.fsdecode(name)
    folder.mkdir()
    text, session = folder / "t.toml", folder / "s.swb"
    text.write_text(HOSTILE, "utf-8")
    session.write_text(HOSTILE, "utf-8")
    missing = folder / "no" / "such.swb"
    for words in [
        ("run", text),
        ("run", folder),
        ("run", missing),
        ("show", session),
        ("show", folder),
        ("show", missing),
        ("export", session, "--to", "txt"),
        ("export", missing, "--to", "txt", "-o", folder),
        ("serve", "0", "--record", missing),
        ("serve", "0", "--record", session),
        ("serve", "0", "--text-log", missing),
        ("serve", f"unix://{missing}"),
        ("connect", f"unix://{missing}"),
        ("--open", session, "--bogus", missing),
    ]:
        output, errors = printed_by(words, encoding)
        assert errors, words
        check([output, errors])


def test_streams_of_any_encoding_take_any_name(own_home):
    """In a process of its own: Python gives it streams that cannot show what is printed."""
    name = os.fsdecode(b"\xff\x1b[2J.toml")
    result = subprocess.run(
        [sys.executable, "-m", "socket_workbench", "run", own_home / name],
        env={
            **os.environ,
            "PYTHONPATH": ":".join(sys.path),
            "PYTHONIOENCODING": "ascii:strict",
        },
        capture_output=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (2, b"")
    assert b"\\udcff\\x1b[2J.toml" in result.stderr
    assert b"\x1b" not in result.stderr


def test_the_name_of_a_peer_is_harmless(program, own_home):
    server = program.start("serve", f"unix://{own_home}/s.sock")
    server.endpoint()
    with socket.socket(socket.AF_UNIX) as peer:
        peer.bind(b"\0\x1b[2J\xe2\x80\xae\n")
        peer.connect(f"{own_home}/s.sock")
        server.until("accepted")
    code, rest, errors = server.end()

    assert code == 0
    check([rest.decode(), errors])
