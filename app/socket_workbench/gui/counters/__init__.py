"""The counters page: bytes, reads, sends, rates and reply times of endpoints and connections."""
