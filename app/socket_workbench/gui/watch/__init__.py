"""Programs of the user's that are watched: their source, output and hints."""
