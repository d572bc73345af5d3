"""What connections are called in the log."""

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.reader import Reader


def other_name(reader: Reader, source: Source) -> str:
    """Return the name of a connection's other end; empty where that is a stranger, or lost."""
    try:
        found = reader.other_ends.of(source)
    except JournalError:
        return ""
    return "" if found is None else found.name


def client_address(source: Source) -> str:
    """Return the client's address of a connection, the one that tells connections apart."""
    return source.local if source.role is Role.CLIENT else source.peer


def connection_name(source: Source) -> str:
    """Return what a connection is called: its client's port, or its number where there is none."""
    head, colon, port = client_address(source).rpartition(":")
    return port if head and colon and port.isdigit() else f"#{source.connection}"


def known_sources(reader: Reader, after: int = 0) -> list[Source]:
    """Return the session's sources with numbers above one; none where the journal is damaged."""
    try:
        return reader.sources(after)
    except JournalError:
        return []
