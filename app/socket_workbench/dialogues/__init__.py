"""What a server or a client says; pure: no socket, thread, clock, file or Qt."""

DEFAULT_DIALOGUE = "echo"
"""The name of the dialogue of a server that is given none."""
