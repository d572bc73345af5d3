"""The commands of the command line: a module for each, found by being here.

A module declares `COMMAND` and imports no more than its arguments need: all of these modules are
imported for every command line. What the command needs to run is imported by its `run`.
"""
