"""The panes of servers and clients, and where they stand."""
