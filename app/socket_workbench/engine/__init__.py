"""Runs dialogues on sockets, in threads; no Qt."""
