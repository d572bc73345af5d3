"""How much endpoints move, and how long replies take."""
