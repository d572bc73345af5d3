"""Recorded events in other formats: text, CSV, JSON Lines, and a capture for Wireshark."""
