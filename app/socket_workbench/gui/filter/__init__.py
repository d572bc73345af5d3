"""Choosing which rows the log shows."""
