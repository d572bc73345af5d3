"""Blocking endpoints over the operating system's sockets; no Qt.

Nothing here runs in a thread of its own, with one exception: looking a host name up cannot be
interrupted, so `resolve` does that in a thread which is left behind when the caller gives up.
"""
