"""The windows beside the window: the gallery of scenarios, the list of keys, the about box."""
