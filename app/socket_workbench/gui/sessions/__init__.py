"""Session files: saving, checking, recent sessions, and their settings."""
