"""What one connection said, in order."""
