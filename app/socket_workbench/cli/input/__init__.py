"""What is typed or piped in."""
