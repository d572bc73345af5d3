"""The page State: what the system tells of each socket, and the state diagram of RFC 9293."""
