import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from socket_workbench.gui.session import settings as settings_module
from socket_workbench.gui.session.settings import MOST_BYTES, MOST_TABLE, Settings, read_kept


def test_what_was_kept_is_read():
    assert read_kept('{"a": [1, "ü"]}') == {"a": [1, "ü"]}
    assert read_kept(b"[]") == []


@pytest.mark.parametrize(
    "text",
    ["", "{", b"\xff", b"\xff\xfe\x00", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "NaN,"],
)
def test_anything_else_is_none(text):
    assert read_kept(text) is None


def test_what_was_kept_is_there_at_the_next_start():
    settings = Settings()
    settings.set("a/bytes", QByteArray(b"\x00\x01"))
    settings.set("a/text", "日本語")
    settings.set("a/number", 1.25)
    settings.set_table("a/table", {"list": [1, {"deep": "ü"}]})
    settings.save()
    again = Settings()
    assert again.bytes("a/bytes").data() == b"\x00\x01"
    assert again.text("a/text") == "日本語"
    assert again.number("a/number", 0.0) == 1.25
    assert again.table("a/table") == {"list": [1, {"deep": "ü"}]}


def test_what_was_never_kept_or_is_damaged_is_as_if_never_kept():
    settings = Settings()
    assert settings.bytes("none").isEmpty()
    assert settings.text("none", "default") == "default"
    assert settings.number("none", 2.0) == 2.0
    assert settings.table("none") == {}
    settings.set("damaged", "{not json")
    assert settings.table("damaged") == {}
    settings.set("list", "[1]")
    assert settings.table("list") == {}
    assert settings.number("damaged", 3.0) == 3.0
    assert settings.bytes("damaged").isEmpty()


@pytest.mark.parametrize("character", ['"', "\\", "日", "\U0001f600", "\0"])
def test_no_table_makes_a_file_that_is_refused(character, monkeypatch):
    # As much smaller, each, as makes no difference: one is a share of the other.
    most = MOST_TABLE // 64
    monkeypatch.setattr(settings_module, "MOST_BYTES", MOST_BYTES // 64)
    monkeypatch.setattr(settings_module, "MOST_TABLE", most)
    settings = Settings()
    assert settings.set_table("a", {"kept": True})
    longest = most // len(json.dumps(character)[1:-1]) - 10
    assert not settings.set_table("a", {"text": character * (longest + 20)})
    assert settings.table("a") == {"kept": True}
    assert settings.set_table("a", {"text": character * longest})
    settings.save()
    assert not Settings().fault
    assert Settings().table("a") == {"text": character * longest}


NESTED = "\\0\\0\\0\\t\\0\\0\\0\\x1" * 100_000
"""A list in a list and so on, as QDataStream reads it: 100,000 of them end the process."""


def store_of(settings):
    assert settings._store is not None
    return settings._store


def write(text):
    path = store_of(Settings()).fileName()
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text)
    return Path(path)


@pytest.mark.parametrize(
    "text",
    [
        b"[General]\na=@Variant(" + NESTED.encode() + b")\n",
        b'[General]\na="@Variant(\\0)"\n',
        b"[General]\na=1, @Variant(\\0)\n",
        b"[General]\na=@DateTime(\\0\\0\\0\\x10)\n",
        b"a=1\n" * (MOST_BYTES // 4 + 1),
    ],
)
def test_a_file_that_is_not_of_this_program_is_not_used(text):
    path = write(text)
    settings = Settings()
    assert str(path) in settings.fault
    assert settings.fault.endswith("Nothing is kept until the file is removed.")
    settings.set("a", "b")
    settings.set_table("c", {})
    settings.save()
    assert (settings.text("a", "none"), settings.number("a", 1), settings.table("c")) == (
        "none",
        1,
        {},
    )
    assert settings.bytes("a").isEmpty()
    assert path.read_bytes() == text


def test_a_pipe_in_its_place_is_not_waited_for():
    path = write(b"")
    path.unlink()
    os.mkfifo(path)
    assert "it is a named pipe" in Settings().fault


@pytest.mark.parametrize(
    "text", [b"\xff\x00[[[\n=\n%zz=5\n", b"[" * 100_000, b"a=" + b"," * 100_000]
)
def test_a_file_of_garbage_does_no_harm(text):
    write(text)
    settings = Settings()
    assert settings.fault == ""
    assert settings.text("b") == ""
    assert settings.table("b") == {}


@given(
    st.text() | st.sampled_from(["@Variant(", "@", "@DateTime(", 'x "@Variant(', "a, @Variant("])
)
def test_every_text_comes_back_from_a_file_that_is_used(text):
    settings = Settings()
    settings.set("a/text", text)
    settings.set_table("a/table", {"text": text})
    settings.set("a/bytes", QByteArray(text.encode("utf-8")))
    settings.save()
    again = Settings()
    assert again.fault == ""
    assert again.text("a/text") == text
    assert again.table("a/table") == {"text": text}
    assert again.bytes("a/bytes").data() == text.encode("utf-8")


def test_a_state_that_is_not_as_it_was_kept_is_none():
    settings = Settings()
    settings.set("a", QByteArray(b"state"))
    kept = store_of(settings).value("a").data()
    for place in range(len(kept)):
        changed = kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]
        store_of(settings).setValue("a", QByteArray(changed))
        assert settings.bytes("a").isEmpty()
    store_of(settings).setValue("a", QByteArray(kept))
    assert settings.bytes("a").data() == b"state"


@pytest.mark.parametrize("version", ["2", "1e300", "inf", "1.5"])
def test_settings_of_a_newer_version_are_left_alone(version):
    text = f"[General]\nversion={version}\nlooks/scheme=violet\n".encode()
    path = write(text)
    settings = Settings()
    assert str(path) in settings.fault
    assert "newer version" in settings.fault
    assert not settings.is_read
    assert settings.text("looks/scheme", "none") == "none"
    settings.set("a", "b")
    assert settings.save()
    assert path.read_bytes() == text


@pytest.mark.parametrize(
    "line", ["", "version=0", "version=1", "version=-5", "version=", "version=x"]
)
def test_settings_of_older_versions_are_read(line):
    path = write(f"[General]\n{line}\na=b\n".encode())
    settings = Settings()
    assert (settings.fault, settings.text("a")) == ("", "b")
    settings.set("a", "c")
    settings.save()
    assert "version=1" in path.read_text().split()


def test_settings_that_are_off_are_neither_read_nor_written(monkeypatch):
    path = write(b"[General]\na=b\n")
    monkeypatch.setattr(Settings, "are_off", True)
    settings = Settings()
    settings.set("a", "c")
    assert settings.save()
    assert (settings.fault, settings.is_read, settings.text("a")) == ("", False, "")
    assert path.read_bytes() == b"[General]\na=b\n"


def test_what_could_not_be_written_is_written_when_it_can_be(tmp_path):
    (tmp_path / "folder").touch()
    settings = Settings(tmp_path / "folder" / "a.ini")
    settings.set("first", "1")
    assert not settings.save()
    assert not settings.save()
    (tmp_path / "folder").unlink()
    settings.set("second", "2")
    assert settings.save()
    assert (Settings(settings.path).text("first"), Settings(settings.path).text("second")) == (
        "1",
        "2",
    )
