"""The dialogues that a server can be given: a module for each, found by being here."""
