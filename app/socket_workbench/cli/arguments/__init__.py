"""The arguments of the program and of its commands."""
