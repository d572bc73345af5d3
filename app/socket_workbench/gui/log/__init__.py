"""The log: a page that shows recorded events as rows."""
