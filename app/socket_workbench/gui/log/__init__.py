"""The log page: recorded events as rows."""
