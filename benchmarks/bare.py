"""The baseline: the simplest echo server in Python, without a log.

A thread per connection and 64 KiB a read, or one loop for datagrams. Run as a process:
`python bare.py tcp|udp`; prints the port it was given and serves until it is killed, or its
standard input ends, as it does with the process that started it.
"""

import os
import socket
import sys
import threading

BACKLOG = 1024
RECEIVE_SIZE = 65536


def echo(connection):
    with connection:
        while data := connection.recv(RECEIVE_SIZE):
            connection.sendall(data)


def serve_streams():
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=echo, args=(connection,), daemon=True).start()


def serve_datagrams():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    sock.bind(("127.0.0.1", 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        data, address = sock.recvfrom(RECEIVE_SIZE)
        sock.sendto(data, address)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    {"tcp": serve_streams, "udp": serve_datagrams}[sys.argv[1]]()
