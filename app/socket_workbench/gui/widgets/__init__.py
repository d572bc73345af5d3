"""The parts that panes and windows are made of; no engine, no sockets."""
