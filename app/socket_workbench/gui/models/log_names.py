"""What connections are called in the log."""

from socket_workbench.journal.event import Role, Source


def client_address(source: Source) -> str:
    """Return the client's address of a connection, the one that tells connections apart."""
    return source.local if source.role is Role.CLIENT else source.peer


def connection_name(source: Source) -> str:
    """Return what a connection is called: its client's port, or its number where there is none."""
    head, colon, port = client_address(source).rpartition(":")
    return port if head and colon and port.isdigit() else f"#{source.connection}"
