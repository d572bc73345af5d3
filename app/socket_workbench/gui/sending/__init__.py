"""The send bar: entering and sending messages and files."""
