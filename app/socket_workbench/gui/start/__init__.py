"""Opens the first window: what is checked, loaded and guarded before and around it."""
