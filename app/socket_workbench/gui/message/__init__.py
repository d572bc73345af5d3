"""The view of one message: text, hex, or both."""
