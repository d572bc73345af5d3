import os
import subprocess
import sys

LOOK = """
import os, socket
from socket_workbench.cli.descriptors import fill_closed_descriptors
fill_closed_descriptors()
print([os.path.samestat(os.fstat(number), os.stat(os.devnull)) for number in range(3)])
print(socket.socket().fileno() > 2)
"""


def test_no_socket_takes_the_place_of_a_closed_stream():
    result = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" <&- 2>&-', sys.executable, LOOK],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.splitlines() == ["[True, False, True]", "True"]
