"""Lets `python app` start the program from a checkout."""

from socket_workbench.__main__ import run

run()
