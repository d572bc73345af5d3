"""Filters and patterns, and the rows that they match."""
