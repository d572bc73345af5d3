"""What a scenario shows, as lines for a terminal."""

from socket_workbench.language import tr, trn

_HEAD_END = b"\r\n\r\n"


def content_lines(content: bytes, form: str) -> list[str]:
    """Make lines of what is to be shown.

    Args:
        content: the bytes.
        form: `text`, or `http` to set the body apart from the status and the headers.

    Returns:
        Lines, with tabs expanded: a terminal's depend on the column that a line begins in.
    """
    if form != "http":
        return _lines(content)
    head, _, body = content.partition(_HEAD_END)
    size = trn("{count} byte", "{count} bytes", len(body))
    return [*_lines(head), "", tr("body, {size}:", size=size), *_lines(body)]


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "backslashreplace")
    return [line.removesuffix("\r").expandtabs() for line in text.removesuffix("\n").split("\n")]
