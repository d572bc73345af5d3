"""How the log says that the capture limit has cut a payload."""

from socket_workbench.language import trn


def cut_words(cut: int) -> str:
    """Return such as `744 bytes not recorded`; empty when nothing was cut."""
    if not cut:
        return ""
    return trn("{count:,} byte not recorded", "{count:,} bytes not recorded", cut)


def with_cut(text: str, cut: int) -> str:
    """Return a payload's text and behind it what was cut."""
    return f"{text} [{cut_words(cut)}]" if cut else text
