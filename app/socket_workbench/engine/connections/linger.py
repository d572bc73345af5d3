"""The wait of a half-closed connection for its end."""

import threading
from collections.abc import Callable

from socket_workbench.sockets.waiting.readiness import HasFileno, WakeUp


class Linger:
    """Waits until the connection is over or the peer turns out to be gone."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._wake: WakeUp | None = None

    def wait(self, wait_for_hang_up: Callable[[HasFileno], bool]) -> bool:
        """Wait, in the connection's own loop.

        Args:
            wait_for_hang_up: waits until the peer is gone, which it returns, or until what it is
                given becomes readable.

        Returns:
            Whether the peer is gone; False when `end` was called.

        Raises:
            SocketError: from `wait_for_hang_up`.
        """
        try:
            wake = WakeUp()
        except OSError:
            # No descriptor is left to be woken through.
            self._over.wait()
            return False
        try:
            self._wake = wake
            # In this order: either this sees that it is over, or `end` sees what to wake.
            return not self._over.is_set() and wait_for_hang_up(wake)
        finally:
            wake.close()

    def end(self) -> None:
        """Let `wait` return; any thread may call this."""
        self._over.set()
        if self._wake is not None:
            self._wake.wake()
