"""The page of the ladder diagram."""
