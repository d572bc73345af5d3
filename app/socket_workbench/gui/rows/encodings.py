"""The encodings that are offered for what comes over the wire."""

#: Names as people know them, and as Python does.
ENCODINGS = (
    ("UTF-8", "utf-8"),
    ("Latin-1", "latin-1"),
    ("UTF-16 LE", "utf-16-le"),
    ("UTF-16 BE", "utf-16-be"),
    ("Shift_JIS", "shift_jis"),
    ("EUC-JP", "euc_jp"),
    ("GB18030", "gb18030"),
    ("Big5", "big5"),
    ("EUC-KR", "euc_kr"),
)


def encoding_title(name: str) -> str:
    """Return what people call an encoding."""
    return next((title for title, known in ENCODINGS if known == name), name)
