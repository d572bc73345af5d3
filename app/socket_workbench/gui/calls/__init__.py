"""The page of socket calls."""
