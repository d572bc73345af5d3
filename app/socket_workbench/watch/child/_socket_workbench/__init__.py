"""Watches the process that it is imported in: wraps the methods of `socket.socket` in place.

Standard library only, for Python 3.8 and later, whatever Python runs the workbench itself.
"""
