"""Recorded events written out: exports and continuous text logs."""
