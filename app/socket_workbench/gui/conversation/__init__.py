"""The conversation of a connection: its messages in both directions, in order."""
