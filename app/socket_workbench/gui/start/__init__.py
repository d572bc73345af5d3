"""The start of the application: checks, saved state, signals, garbage collection, crash reports."""
