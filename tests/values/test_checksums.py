import sys
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.values import checksums
from socket_workbench.values.checksums import FORMS, UnknownChecksumError, all_checksums, checksum

DIGITS = b"123456789"

# The check values of the catalogue of parametrised CRC algorithms, and of the standards.
CHECKS = {
    "CRC-8/SMBUS": 0xF4,
    "CRC-8/MAXIM-DOW": 0xA1,
    "CRC-8/SAE-J1850": 0x4B,
    "CRC-16/ARC": 0xBB3D,
    "CRC-16/MODBUS": 0x4B37,
    "CRC-16/XMODEM": 0x31C3,
    "CRC-16/KERMIT": 0x2189,
    "CRC-16/IBM-3740": 0x29B1,
    "CRC-16/IBM-SDLC": 0x906E,
    "CRC-16/USB": 0xB4C8,
    "CRC-16/DNP": 0xEA82,
    "CRC-32/ISO-HDLC": 0xCBF43926,
    "CRC-32/BZIP2": 0xFC891918,
    "CRC-32/ISCSI": 0xE3069283,
    "CRC-32/MPEG-2": 0x0376E6E7,
    "CRC-32/CKSUM": 0x765E7680,
    "CRC-64/XZ": 0x995DC9BBDF1939FA,
    "CRC-64/ECMA-182": 0x6C40DF5F0B497347,
    "sum8": 0xDD,
    "sum16": 0x1DD,
    "sum32": 0x1DD,
    "xor": 0x31,
    "LRC": 0x23,
    "Adler-32": 0x091E01DE,
}


@pytest.mark.parametrize("name", CHECKS)
def test_check_values(name):
    assert checksum(name).digits(DIGITS) == CHECKS[name]


def test_fletcher_and_internet_sums():
    assert checksum("Fletcher-16").digits(b"abcde") == 0xC8F0
    assert checksum("Fletcher-32").digits(b"abcde") == 0xF04FC729
    assert checksum("Fletcher-32").digits(b"abcdefgh") == 0xEBE19591
    # The example of RFC 1071, section 3.
    assert checksum("internet").digits(bytes.fromhex("0001f203f4f5f6f7")) == 0xFFFF - 0xDDF2
    assert checksum("internet").digits(b"") == 0xFFFF
    assert checksum("internet").digits(b"\xff\xff") == 0


@given(st.binary(max_size=70))
def test_xor_is_that_of_all_bytes(data):
    assert checksum("xor").digits(data) == reduce(xor, data, 0)


@given(st.binary(max_size=70))
def test_the_internet_checksum_makes_the_sum_of_a_message_zero(data):
    data += b"\0" * (len(data) % 2)
    internet = checksum("internet")

    assert internet.digits(data + internet.write(data, "be")) == 0


@given(st.sampled_from(all_checksums()), st.binary(max_size=40), st.sampled_from(FORMS))
def test_every_one_writes_as_many_bytes_as_it_says(algorithm, data, form):
    written = algorithm.write(data, form)

    if form == "number":
        assert written == algorithm.digits(data)
    else:
        assert len(written) == algorithm.size * (2 if form.startswith("hex") else 1)


def test_forms():
    modbus = checksum("CRC-16/MODBUS")

    assert modbus.write(DIGITS, "be") == b"\x4b\x37"
    assert modbus.write(DIGITS, "le") == b"\x37\x4b"
    assert modbus.write(DIGITS, "hex") == b"4b37"
    assert modbus.write(DIGITS, "hex-le") == b"374b"
    assert str(checksum("SHA-256").write(b"abc", "hex")).startswith("b'ba7816bf8f01cfea")


@pytest.mark.parametrize("name", ["crc16modbus", "CRC_16_MODBUS", "crc-16/modbus", "Crc 16 Modbus"])
def test_spellings(name):
    assert checksum(name) is checksum("CRC-16/MODBUS")


def test_short_names_of_the_field():
    assert checksum("crc32") is checksum("CRC-32/ISO-HDLC")
    assert checksum("crc8") is checksum("CRC-8/SMBUS")


def test_unknown_names():
    with pytest.raises(UnknownChecksumError, match="did you mean CRC-16/MODBUS"):
        checksum("crc16 modbuz")
    with pytest.raises(UnknownChecksumError, match=r"no checksum \?\?\?\?\."):
        checksum("????")


def test_without_their_library_only_crcs_are_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastcrc", None)
    monkeypatch.setattr(checksums, "_by_key", checksums._by_key.__wrapped__)

    assert checksum("MD5").size == 16
    for name in ("CRC-32", "CRC-16/MODBUS"):
        with pytest.raises(
            UnknownChecksumError, match=r"CRCs need the library fastcrc.*Install it with"
        ):
            checksum(name)
