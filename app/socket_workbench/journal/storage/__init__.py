"""The session's file: written by one thread, read by many, whole after a crash."""
