"""What is said when a datagram did not fit into what one `recvfrom` asked for."""

from socket_workbench.language import trn


def truncation_sentence(receive_size: int) -> str:
    """Say that the rest of a datagram is lost, and what to do about it."""
    return trn(
        "The datagram was longer than the receive size of {count} byte: its rest is lost."
        " Set a larger receive size to see all of it.",
        "The datagram was longer than the receive size of {count} bytes: its rest is lost."
        " Set a larger receive size to see all of it.",
        receive_size,
    )
