"""Characters of UTF-8 that two reads have split."""

#: A lead byte's top bits and how many bytes its character has.
_LEADS = ((0xE0, 0xC0, 2), (0xF0, 0xE0, 3), (0xF8, 0xF0, 4))


def continues(data: bytes) -> bool:
    """Return whether the bytes begin in the middle of a character."""
    return bool(data) and data[0] & 0xC0 == 0x80


def unfinished_tail(data: bytes) -> bytes:
    """Return the bytes at the end that begin a character and do not finish it; often none."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte & 0xC0 == 0x80:
            continue
        for mask, lead, length in _LEADS:
            if byte & mask == lead and back < length:
                return data[-back:]
        return b""
    return b""


def cut_characters_off(data: bytes) -> bytes:
    """Return the bytes without what is left of split characters at their beginning and end."""
    start = 0
    while start < min(3, len(data)) and continues(data[start:]):
        start += 1
    end = len(data) - len(unfinished_tail(data))
    return data[start:end]
