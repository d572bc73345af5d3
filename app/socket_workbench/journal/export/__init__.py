"""Recorded events in other forms: text, CSV, JSON Lines, and a capture for Wireshark."""
