"""What the views show: Qt item models that read the journal; no engine, no sockets."""
