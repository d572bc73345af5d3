"""The session that is being recorded, and the settings of the window."""
