"""Reports of what failed in the program, and its log: their text, and how they are shown."""
