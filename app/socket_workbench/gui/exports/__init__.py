"""Exports of sessions, and the continuous text log."""
