"""The session being recorded, and the settings of the window."""
