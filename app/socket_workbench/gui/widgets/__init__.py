"""General widgets; they depend on neither the engine nor sockets."""
