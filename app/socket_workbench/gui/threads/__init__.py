"""How the window starts, watches and ends the engine's threads."""
