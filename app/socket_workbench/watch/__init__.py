"""Runs a Python program of the user's and records its socket calls."""
