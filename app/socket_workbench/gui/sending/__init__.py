"""Typing and sending messages and files."""
