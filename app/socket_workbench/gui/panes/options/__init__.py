"""The form of the options of a server or a client."""
