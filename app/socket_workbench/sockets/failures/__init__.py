"""What can go wrong with a socket, as sentences with the next step."""
