"""Bytes, and what people type and read for them; pure."""
