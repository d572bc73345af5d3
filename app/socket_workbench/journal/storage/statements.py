"""The SQL statements of a reader; each finds its rows by their key, in logarithmic time."""

WHOLE_PAYLOAD = 1 << 20
"""Segments with payloads up to this size are read whole; of larger ones, what is asked for.

At least `MERGE_BYTES`, so that a segment which may be replaced is read in one statement.
"""

COUNT = "SELECT first, count FROM segments ORDER BY first DESC LIMIT 1"

_COLUMNS = "count, started, ended, pairs, marks, times, lengths, offsets, texts, kept"

PAGE = f"""
SELECT first, payload_bytes, {_COLUMNS}, iif(payload_bytes <= {WHOLE_PAYLOAD}, payload, x'')
FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1
"""

SEGMENT = f"""
SELECT first, payload_bytes, {_COLUMNS}, payload
FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1
"""

MARKS = """
SELECT first, count, pairs, marks FROM segments
WHERE first >= coalesce((SELECT max(first) FROM segments WHERE first <= ?), 0) AND first < ?
ORDER BY first LIMIT 64
"""

PERIOD = "SELECT started, ended FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1"
