"""Python programs that do on the wire what a server or a client does: text, nothing is run here."""
