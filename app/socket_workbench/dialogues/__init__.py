"""What a server or a client says; pure: no socket, thread, clock, file or Qt."""
