"""Checks that a segment from a file is one that a store can have written."""

from operator import add, gt

from socket_workbench.journal.storage.segment import (
    SEGMENT_EVENTS,
    Segment,
    column,
    damaged,
    pair_at,
    unpack_marks,
    unpack_pairs,
    unpack_texts,
)


def check_columns(segment: Segment) -> dict[int, str]:
    """Check that a segment's columns fit together by their sizes; takes time for each text only.

    Returns:
        The texts by their events' indices.

    Raises:
        JournalDamagedError: they do not.
    """
    count = segment.count
    pairs = unpack_pairs(segment.pairs)
    sizes = (len(segment.times), len(segment.lengths), len(segment.offsets), len(segment.kept))
    if not 0 < count <= SEGMENT_EVENTS or sizes[:3] != (8 * count, 4 * count, 4 * count):
        raise damaged()
    if sizes[3] not in (0, sizes[1]):
        raise damaged()
    unpack_marks(segment.marks, len(pairs), count)
    return unpack_texts(segment.texts)


def check_segment(segment: Segment, payload_bytes: int) -> dict[int, str]:
    """Check that each event of a segment can be read.

    Args:
        segment: its payload may be left out.
        payload_bytes: the size of its payload in the file.

    Returns:
        The texts by their events' indices.

    Raises:
        JournalDamagedError: one cannot.
    """
    texts = check_columns(segment)
    pairs = unpack_pairs(segment.pairs)
    for mark in range(len(pairs)):
        pair_at(pairs, mark)
    kept = segment.kept_lengths()
    lengths = column("I", segment.lengths, segment.count)
    offsets = column("I", segment.offsets, segment.count)
    if (
        max(unpack_marks(segment.marks, len(pairs), segment.count)) >= len(pairs)
        or max(map(add, offsets, kept)) > payload_bytes
        or max(texts, default=0) >= segment.count
        or (segment.kept and any(map(gt, kept, lengths)))
    ):
        raise damaged()
    return texts
