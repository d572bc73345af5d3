"""The filter of the log: its bar, menu and chips."""
