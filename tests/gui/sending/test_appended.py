import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.sending.appended import (
    FORMS,
    LENGTH_BITS,
    NOTHING,
    Appended,
    form_words,
    is_checksum,
)
from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.values.checksums import all_checksums
from socket_workbench.values.checksums import checksum as checksum_named


@pytest.mark.parametrize(
    ("appended", "expected"),
    [
        (NOTHING, b""),
        (Appended("CRC-32/ISO-HDLC", "be"), zlib.crc32(b"123456789").to_bytes(4, "big")),
        (Appended("CRC-16/MODBUS", "le"), b"\x37\x4b"),
        (Appended("CRC-16/MODBUS", "hex"), b"4b37"),
        (Appended("CRC-16/MODBUS", "hex-le"), b"374b"),
        (Appended("xor", "number"), b"49"),
        (Appended("length8", "le"), b"\x09"),
        (Appended("length16", "be"), b"\x00\x09"),
        (Appended("length24", "le"), b"\x09\x00\x00"),
        (Appended("length32", "hex"), b"00000009"),
        (Appended("length32", "hex-le"), b"09000000"),
        (Appended("length64", "number"), b"9"),
    ],
)
def test_it_is_computed_over_the_whole_message(appended, expected):
    assert appended.after(b"123456789") == expected


@given(st.binary(max_size=300), st.sampled_from([one.name for one in all_checksums()]))
def test_every_checksum_is_that_of_the_values(data, name):
    for form in ("be", "hex", "number"):
        written = checksum_named(name).write(data, form)
        expected = written if isinstance(written, bytes) else str(written).encode()
        assert Appended(name, form).after(data) == expected


def test_digits_have_the_encoding_of_the_text_and_bytes_have_none():
    assert Appended("length16", "hex").after(b"ab", "utf-16-le") == "0002".encode("utf-16-le")
    assert Appended("length16", "be").after(b"ab", "utf-16-le") == b"\x00\x02"


def test_a_length_that_does_not_fit_is_refused():
    with pytest.raises(CompositionError, match=r"Length in 1 byte cannot be appended: .*256"):
        Appended("length8").after(b"x" * 256)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", ["", "LRC", "CRC-64/XZ", *(f"length{n}" for n in LENGTH_BITS)])
def test_it_is_saved_and_restored(what, form):
    appended = Appended(what, form)

    assert Appended.restored(appended.saved()) == appended
    assert form_words(form)


@given(st.one_of(st.none(), st.text(), st.lists(st.text() | st.integers(), max_size=3)))
def test_whatever_else_is_saved_is_nothing_or_can_be_appended(value):
    restored = Appended.restored(value)
    if restored is not None:
        restored.after(b"data")


def test_what_is_no_checksum_is_not_restored():
    assert Appended.restored(["'); evil", "be"]) is None
    assert Appended.restored(["length12", "be"]) is None
    assert Appended.restored(["CRC-16/NOBODY", "be"]) is None
    assert Appended.restored(["LRC", "upside down"]) is None
    assert not is_checksum("x" * 1000)


def test_it_is_named_with_the_form():
    assert NOTHING.words() == ""
    assert Appended("LRC").words() == "LRC"
    assert Appended("CRC-16/MODBUS", "le").words() == "CRC-16/MODBUS, little end first"
    assert Appended("length16", "hex").words() == "Length in 2 bytes, hex digits"
    assert Appended("length16", "number").words() == "Length, decimal"
