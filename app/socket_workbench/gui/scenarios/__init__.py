"""Choosing a scenario."""
