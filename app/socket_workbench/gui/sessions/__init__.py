"""Saved and recorded sessions: saving, the recent ones, and their settings."""
