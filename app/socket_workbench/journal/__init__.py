"""Every event of a session, in one SQLite file; no sockets, no Qt."""
