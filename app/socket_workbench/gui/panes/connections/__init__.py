"""The table of a server's connections."""
