"""The panes of servers and clients, and the areas that hold them."""
