"""How the window looks: colours, type, icons and the one stylesheet made from them."""
