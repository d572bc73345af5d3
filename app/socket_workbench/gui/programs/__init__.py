"""The page Python: the program behind a pane."""
