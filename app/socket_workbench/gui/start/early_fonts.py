"""Lets fontconfig read its configuration while PySide6 is imported."""

import ctypes
from threading import Thread


def read_font_configuration() -> None:
    """Start to read the fonts' configuration on Linux, which takes a thread of its own some ms.

    Qt uses fontconfig there, and would have it read the same files with the first text that is
    measured. It is read once for the process, see FcInit(3); without the library, nothing is done.
    """
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return
    # The call releases the GIL.
    Thread(target=fontconfig.FcInit, name="font configuration", daemon=True).start()
