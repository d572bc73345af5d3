"""The addresses that were used, which the fields of all panes complete."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.gui.panes.pane import Pane
from socket_workbench.scenarios.addresses import reachable
from socket_workbench.sockets.addresses.endpoint import Endpoint

ADDRESSES_KEPT = 50
"""The most addresses kept for completion."""


class UsedAddresses(QObject):
    """Keeps the addresses that were used, the last one first.

    Args:
        panes: returns the panes whose address fields are offered them.
        parent: the parent object.
    """

    def __init__(self, panes: Callable[[], Sequence[Pane]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panes = panes
        self._addresses: list[str] = []
        # Once for all panes that start together.
        self._offering = QTimer(self, singleShot=True, interval=0)
        self._offering.timeout.connect(self._on_offering_timeout)

    def offer_to(self, pane: Pane) -> None:
        """Let a pane complete the addresses."""
        pane.address.set_history(self._addresses)

    def add(self, endpoint: Endpoint) -> None:
        """Add an address that was used, and offer it to all panes."""
        before, self._addresses = self._addresses, with_address(self._addresses, endpoint)
        if self._addresses != before:
            self._offering.start()

    def save(self) -> list[str]:
        """Return the state to save."""
        return list(self._addresses)

    def restore(self, saved: object) -> None:
        """Restore a saved state; ignore what is no address."""
        if isinstance(saved, list):
            self._addresses = [each for each in saved if isinstance(each, str)][:ADDRESSES_KEPT]

    @Slot()
    def _on_offering_timeout(self) -> None:
        for pane in self._panes():
            self.offer_to(pane)


def with_address(addresses: Sequence[str], endpoint: Endpoint) -> list[str]:
    """Return used addresses with another one first.

    It is an address to connect to: 127.0.0.1 for a server on 0.0.0.0, and none while a server has
    no port yet.
    """
    address = str(reachable(endpoint))
    if endpoint.port == 0 and not endpoint.transport.is_unix:
        return list(addresses)
    return [address, *(each for each in addresses if each != address)][:ADDRESSES_KEPT]
