"""The ladder diagram of a session: lifelines, calls, and messages between them, as plain shapes."""
