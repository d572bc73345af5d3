"""The styles in which a program can be written."""

import enum


class Style(enum.Enum):
    """How a program calls sockets; the value is its word on the command line and in settings."""

    SOCKET = "socket"
    SOCKETSERVER = "socketserver"
    ASYNCIO = "asyncio"

    @property
    def title(self) -> str:
        """What it is called in a sentence of a program."""
        return "plain socket calls" if self is Style.SOCKET else self.value
