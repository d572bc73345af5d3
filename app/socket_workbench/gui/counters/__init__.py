"""The counters page: bytes, messages, rates and reply times of endpoints and connections."""
