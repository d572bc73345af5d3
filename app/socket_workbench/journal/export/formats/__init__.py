"""The formats that a session can be exported in: a module for each, found by being here."""
