"""How the panes and the card share the window; imported after the first paint."""
