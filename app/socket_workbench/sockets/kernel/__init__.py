"""What the system tells about the sockets of this program: states, queues and figures of TCP."""
