"""Checksums by name: sums, CRCs by the names of the catalogue, Fletcher, Adler and digests.

CRCs are computed by fastcrc (see docs/decisions), which is imported when the first is asked for.
"""

import difflib
import hashlib
import sys
import zlib
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from socket_workbench.installation import remedy_for_missing
from socket_workbench.language import tr

Digits = Callable[[bytes], int]

FORMS = ("be", "le", "hex", "hex-le", "number")
"""How a checksum is written: big or little end first, in hexadecimal digits, or decimal."""

_DIGESTS = {
    "MD5": hashlib.md5,
    "SHA-1": hashlib.sha1,
    "SHA-224": hashlib.sha224,
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}

_SHORT = {"CRC-32": "crc32isohdlc", "CRC-8": "crc8smbus"}
"""What the field calls some in short, and their keys."""


class UnknownChecksumError(ValueError):
    """There is no checksum of this name; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """One algorithm.

    Attributes:
        name: as the catalogue or the standard writes it.
        size: bytes of the result.
        digits: computes it as a number.
        is_digest: whether it is a digest, whose bytes have one order only.
    """

    name: str
    size: int
    digits: Digits
    is_digest: bool = False

    def write(self, data: bytes, form: str) -> bytes | int:
        """Compute a checksum.

        Args:
            data: what it is computed over.
            form: one of `FORMS`.
        """
        number = self.digits(data)
        if form == "number":
            return number
        raw = number.to_bytes(self.size, "little" if form.endswith("le") else "big")
        return raw.hex().encode() if form.startswith("hex") else raw


def checksum(name: str) -> Checksum:
    """Find an algorithm; case, spaces, `-`, `_` and `/` in its name make no difference.

    Raises:
        UnknownChecksumError: there is none; names the nearest. Or CRCs cannot be computed here.
    """
    known = _by_key()
    found = known.get(_key(name[:100]))
    if found is not None:
        return found
    if _key(name).startswith("crc") and _SHORT["CRC-32"] not in known:
        raise UnknownChecksumError(
            tr(
                "CRCs need the library fastcrc, which cannot be loaded. {remedy} Or use another"
                " checksum.",
                remedy=remedy_for_missing("fastcrc"),
            )
        )
    near = difflib.get_close_matches(_key(name[:100]), known, n=1, cutoff=0.5)
    if near:
        raise UnknownChecksumError(
            tr(
                "there is no checksum {name}; did you mean {near}?",
                name=name[:100],
                near=known[near[0]].name,
            )
        )
    raise UnknownChecksumError(tr("there is no checksum {name}.", name=name[:100]))


def all_checksums() -> list[Checksum]:
    """Return every algorithm, in the order of their sizes within each family."""
    return list(dict.fromkeys(_by_key().values()))


@cache
def _by_key() -> dict[str, Checksum]:
    found = [*_plain(), *_crcs(), *(_digest(name) for name in _DIGESTS)]
    by_key = {_key(one.name): one for one in found}
    by_key |= {_key(short): by_key[key] for short, key in _SHORT.items() if key in by_key}
    return by_key


def _key(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter not in " -_/")


def _plain() -> list[Checksum]:
    return [
        Checksum("sum8", 1, lambda data: sum(data) & 0xFF),
        Checksum("sum16", 2, lambda data: sum(data) & 0xFFFF),
        Checksum("sum32", 4, lambda data: sum(data) & 0xFFFFFFFF),
        Checksum("xor", 1, _xor),
        Checksum("LRC", 1, lambda data: -sum(data) & 0xFF),
        Checksum("internet", 2, _internet),
        Checksum("Fletcher-16", 2, _fletcher16),
        Checksum("Fletcher-32", 4, _fletcher32),
        Checksum("Adler-32", 4, zlib.adler32),
    ]


def _crcs() -> list[Checksum]:
    """Return the CRCs; none where their library cannot be imported."""
    try:
        import fastcrc
    except ImportError:
        return []

    widths = ((8, fastcrc.crc8), (16, fastcrc.crc16), (32, fastcrc.crc32), (64, fastcrc.crc64))
    return [
        Checksum(f"CRC-{width}/{name.upper().replace('_', '-')}", width // 8, getattr(module, name))
        for width, module in widths
        for name in sorted(module.algorithms_available)
    ]


def _digest(name: str) -> Checksum:
    function = _DIGESTS[name]

    def digits(data: bytes) -> int:
        return int.from_bytes(function(data, usedforsecurity=False).digest(), "big")

    return Checksum(name, function(usedforsecurity=False).digest_size, digits, is_digest=True)


def _xor(data: bytes) -> int:
    # Halves are combined as whole numbers, which is many times quicker than byte by byte.
    while len(data) > 1:
        half = (len(data) + 1) // 2
        left, right = int.from_bytes(data[:half], "big"), int.from_bytes(data[half:], "big")
        data = (left ^ right).to_bytes(half, "big")
    return data[0] if data else 0


def _internet(data: bytes) -> int:
    """Compute the ones' complement sum of 16-bit words (RFC 1071)."""
    # 2**16 is 1 modulo 2**16 - 1, so that the sum of the words is the number's remainder.
    words = int.from_bytes(data + b"\0" * (len(data) % 2), "big")
    total = words % 0xFFFF
    return 0xFFFF - (0xFFFF if words and not total else total)


def _fletcher16(data: bytes) -> int:
    return _fletcher(data, 8)


def _fletcher32(data: bytes) -> int:
    """Compute Fletcher-32 over 16-bit words, the low byte of each first; an odd end gets a NUL."""
    words = array("H", data + b"\0" * (len(data) % 2))
    if sys.byteorder == "big":
        words.byteswap()
    return _fletcher(words, 16)


def _fletcher(words: Sequence[int], width: int) -> int:
    modulus = (1 << width) - 1
    first = sum(words) % modulus
    second = sum(accumulate(words)) % modulus
    return second << width | first
