"""Binding and connecting."""
