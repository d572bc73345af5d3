"""One connection or peer: receiving, the dialogue, and sending."""
