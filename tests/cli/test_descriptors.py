import os
import subprocess
import sys
from pathlib import Path

import pytest

from socket_workbench.cli.descriptors import raise_low_limit

LOOK = """
import os, socket
from socket_workbench.cli.descriptors import fill_closed_descriptors
fill_closed_descriptors()
print([os.path.samestat(os.fstat(number), os.stat(os.devnull)) for number in range(3)])
print(socket.socket().fileno() > 2)
"""


@pytest.mark.needs("a posix shell")
def test_no_socket_takes_the_place_of_a_closed_stream():
    result = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" <&- 2>&-', sys.executable, LOOK],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.splitlines() == ["[True, False, True]", "True"]


LIMIT = """
import resource
from socket_workbench.cli.descriptors import raise_low_limit

hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, hard))
raise_low_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], hard)
"""


@pytest.mark.needs("resource limits")
@pytest.mark.parametrize(("soft", "raised"), [(256, True), (1024, False)])
def test_a_limit_as_low_as_that_of_macos_is_raised(soft, raised):
    done = subprocess.run(
        [sys.executable, "-c", LIMIT.format(soft=soft)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "app")},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    limit, hard = map(int, done.stdout.split())
    assert limit == (min(10_240, hard) if raised else soft)


@pytest.mark.needs("resource limits")
def test_where_there_are_no_limits_none_is_raised(monkeypatch):
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    monkeypatch.setitem(sys.modules, "resource", None)

    raise_low_limit()

    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
