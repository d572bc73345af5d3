"""Waiting for a socket, and waking a thread that waits."""
