"""The form in which events are stored: some thousand of them packed into columns.

A column is an array of little-endian numbers, so that packing and unpacking cost a fraction of a
microsecond an event and a filter looks at one byte of each. Payloads are joined into one buffer
that can be searched at once; equal payloads of a segment, such as an echo and what it echoes, are
in it once.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import is_not, mul
from typing import TypeAlias

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr

Numbers: TypeAlias = "array[int]"

SEGMENT_EVENTS = 8192
"""The most events in a segment."""

SEGMENT_BYTES = 128 << 10
"""The most bytes of payloads in a segment, but for an event that has more by itself.
They are copied several times on their way to the file: what fits into a cache is quickest."""

_MOST_BYTE_MARKS = 256
"""Pairs up to this number have marks of one byte, more have two."""

_KINDS = {kind.value: kind for kind in Kind}

_COMPARED_BYTES = 512
"""Payloads up to this size are compared by content; hashing longer ones costs more than writing
them, so they are compared by identity."""


@dataclass(slots=True, eq=False)
class Segment:
    """Events in columns.

    Attributes:
        count: how many events.
        started: the earliest time, nanoseconds since 1970.
        ended: the latest time.
        pairs: distinct pairs of source and kind, each `source << 8 | kind` in 64 bits; some may
            have no event.
        marks: for each event the index of its pair: 8 bits when there are at most 256 pairs, else
            16.
        times: for each event, 64 bits signed.
        lengths: of each event's payload as it was received or sent, 32 bits.
        offsets: of each event's payload in `payload`, 32 bits.
        texts: for the events that have a text: how many, their indices, the lengths of their texts
            in bytes (32 bits each), and the texts in UTF-8; empty when none has.
        kept: how many bytes of each event's payload are here, 32 bits; empty when all are.
        payload: all payloads.
    """

    count: int
    started: int
    ended: int
    pairs: bytes
    marks: bytes
    times: bytes
    lengths: bytes
    offsets: bytes
    texts: bytes
    kept: bytes
    payload: bytes

    @classmethod
    def pack(cls, batch: Batch) -> "Segment":
        """Pack at least one and at most `SEGMENT_EVENTS` events."""
        pairs, marks = _mark(batch.sources, batch.kinds)
        kept, offsets, payload = _join(batch.payloads)
        # They are nearly in order, which makes this quicker than to look for both ends.
        in_order = sorted(batch.times)
        return cls(
            count=len(batch),
            started=in_order[0],
            ended=in_order[-1],
            pairs=to_bytes(pairs),
            marks=marks,
            times=to_bytes(array("q", batch.times)),
            lengths=to_bytes(array("I", batch.lengths)),
            offsets=offsets,
            texts=_pack_texts(batch.texts) if any(batch.texts) else b"",
            kept=b"" if kept == batch.lengths else to_bytes(array("I", kept)),
            payload=payload,
        )

    def kept_lengths(self) -> Numbers:
        """Return how many bytes of each event's payload are here.

        Raises:
            JournalDamagedError: the column has another size.
        """
        return column("I", self.kept or self.lengths, self.count)


def split(batch: Batch) -> Iterator[Batch]:
    """Cut a batch into parts that fit into a segment each; an echo stays with what it echoes."""
    if 0 < len(batch) <= SEGMENT_EVENTS and batch.payload_bytes() <= SEGMENT_BYTES:
        yield batch
        return
    # A payload identical to the one before it is stored once.
    is_new = map(is_not, batch.payloads, chain((None,), batch.payloads))
    ends = list(accumulate(map(mul, map(len, batch.payloads), is_new), initial=0))
    first = 0
    while first < len(batch):
        most = max(ends[first] + SEGMENT_BYTES, ends[first + 1])
        fitting = bisect_right(ends, most, first) - 1
        last = min(fitting, first + SEGMENT_EVENTS)
        yield batch.part(first, last)
        first = last


def damaged() -> JournalDamagedError:
    """The error for columns that do not fit together."""
    return JournalDamagedError(
        tr("A part of this session is damaged. What comes before and after it can still be read.")
    )


def to_bytes(numbers: Numbers) -> bytes:
    """Return the numbers as stored: little-endian."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def column(code: str, stored: bytes, count: int) -> Numbers:
    """Return a stored column as numbers.

    Args:
        code: the `array` type code.
        stored: the column.
        count: how many numbers there must be.

    Raises:
        JournalDamagedError: there are not.
    """
    numbers = array(code)
    if len(stored) != count * numbers.itemsize:
        raise damaged()
    numbers.frombytes(stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def unpack_pairs(stored: bytes) -> Numbers:
    """Return the distinct pairs of source and kind, each `source << 8 | kind`."""
    return column("Q", stored, len(stored) // 8)


def pair_at(pairs: Numbers, mark: int) -> tuple[int, Kind]:
    """Return the source's number and the kind that a mark stands for."""
    try:
        pair = pairs[mark]
        return pair >> 8, _KINDS[pair & 0xFF]
    except LookupError:
        raise damaged() from None


def unpack_marks(stored: bytes, pairs: int, count: int) -> Sequence[int]:
    """Return each event's index into so many pairs."""
    if _mark_code(pairs) != "B":
        return column("H", stored, count)
    if len(stored) != count:
        raise damaged()
    return stored


def unpack_texts(stored: bytes) -> dict[int, str]:
    """Return the texts by their events' indices."""
    if not stored:
        return {}
    (count,) = column("I", stored[:4], 1)
    heads = column("I", stored[4 : 4 + 8 * count], 2 * count)
    texts = {}
    position = 4 + 8 * count
    for index, length in zip(heads[:count], heads[count:], strict=True):
        try:
            texts[index] = stored[position : position + length].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise damaged() from None
        position += length
    if position != len(stored):
        raise damaged()
    return texts


def _mark_code(pairs: int) -> str:
    return "B" if pairs <= _MOST_BYTE_MARKS else "H"


def _mark(sources: Sequence[int], kinds: Sequence[int]) -> tuple[Numbers, bytes]:
    """Return pairs of source and kind, and each event's index into them as it is stored."""
    kind_bytes = bytes(kinds)
    present = bytes(sorted(set(kind_bytes)))
    # Each source with each kind, so that the index is a sum. All sums are made at once, as one of
    # two long numbers: none is above 255, so that nothing is carried from byte to byte.
    first = {source: len(present) * place for place, source in enumerate(dict.fromkeys(sources))}
    if len(first) * len(present) <= _MOST_BYTE_MARKS:
        places = kind_bytes.translate(bytes.maketrans(present, bytes(range(len(present)))))
        starts = bytes(map(first.__getitem__, sources))
        marks = int.from_bytes(starts, "little") + int.from_bytes(places, "little")
        pairs = array("Q", [source << 8 | kind for source in first for kind in present])
        return pairs, marks.to_bytes(len(kind_bytes), "little")
    keys = [source << 8 | kind for source, kind in zip(sources, kind_bytes, strict=True)]
    index = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    wide = array(_mark_code(len(index)), map(index.__getitem__, keys))
    return array("Q", index), to_bytes(wide)


def _join(payloads: Sequence[bytes]) -> tuple[list[int], bytes, bytes]:
    """Return the lengths, the stored offsets, and the joined payloads, equal ones once."""
    lengths = list(map(len, payloads))
    keys: Sequence[bytes | int] = payloads
    if max(lengths) > _COMPARED_BYTES:
        keys = [part if len(part) <= _COMPARED_BYTES else id(part) for part in payloads]
    parts = dict(zip(keys, payloads, strict=True))
    places = dict(zip(parts, accumulate(map(len, parts.values()), initial=0), strict=False))
    offsets = array("I", map(places.__getitem__, keys))
    return lengths, to_bytes(offsets), b"".join(parts.values())


def _pack_texts(texts: Sequence[str]) -> bytes:
    stored = {
        index: text.encode("utf-8", "surrogatepass") for index, text in enumerate(texts) if text
    }
    heads = array("I", [len(stored), *stored, *map(len, stored.values())])
    return to_bytes(heads) + b"".join(stored.values())
