"""Benchmarks of the program against the simplest Python that does the same."""
