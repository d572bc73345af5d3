"""Bytes, messages, rates and reply times of endpoints and connections."""
