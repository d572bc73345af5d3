"""Which process has a port or a Unix path that is in use, as far as the system tells."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.foreign_text import foreign

if TYPE_CHECKING:
    import psutil
    from psutil._ntuples import addr, pconn, sconn


_KEPT_BYTES = 15


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds an address.

    Attributes:
        name: the process's name; empty when only connections in TIME_WAIT hold the address.
        pid: its number; 0 in that case.
    """

    name: str
    pid: int

    @property
    def is_this_program(self) -> bool:
        """Whether this very process holds it."""
        return self.pid == os.getpid()

    @property
    def is_time_wait(self) -> bool:
        """Whether no process holds it, only connections that were closed a moment ago."""
        return not self.pid


def find_owner(endpoint: Endpoint) -> Owner | None:
    """Find who holds the port or path that an endpoint wanted; None when the system does not tell.

    Other people's processes are told to the administrator only; on macOS, all processes but this
    one are. Reads the whole table of sockets, tens of milliseconds on a busy machine.
    """
    # Needed only once something has gone wrong; importing it takes longer than a whole lookup.
    # It raises RuntimeError where a call of Windows fails.
    import psutil

    try:
        held = [row for row in psutil.net_connections(_kind(endpoint)) if _holds(row, endpoint)]
        held.sort(key=lambda row: _nearness(row, endpoint))
        for row in held:
            if row.pid:
                return Owner(_name_of(psutil.Process(row.pid)), row.pid)
    except psutil.AccessDenied:
        return _this_process(endpoint)
    except (psutil.Error, OSError, RuntimeError):
        return None
    if held and all(row.status == psutil.CONN_TIME_WAIT for row in held):
        return Owner("", 0)
    return None


def _this_process(endpoint: Endpoint) -> Owner | None:
    """Return this process, if it holds the port or path of an endpoint."""
    import psutil

    ours = psutil.Process()
    try:
        rows = ours.net_connections(_kind(endpoint))
        if any(_holds(row, endpoint) for row in rows):
            return Owner(_name_of(ours), ours.pid)
    except (psutil.Error, OSError, RuntimeError):
        pass
    return None


def _name_of(process: "psutil.Process") -> str:
    """Return a process's name in full, as far as the system tells.

    The kernel keeps 15 bytes of it (TASK_COMM_LEN, proc(5)). The rest is found in the name of the
    program's file or of its script; psutil looks at the first word of the command line only.
    """
    import psutil

    name = process.name()
    if len(os.fsencode(name)) < _KEPT_BYTES:
        return foreign(name)
    words: list[str] = []
    for ask in (process.exe, process.cmdline):
        try:
            answer = ask()
        except (psutil.Error, OSError, RuntimeError):
            continue  # of another person's process, the name alone is told
        words += [answer] if isinstance(answer, str) else answer
    names = [os.path.basename(word) for word in words]  # noqa: PTH119 - any bytes, no path
    return foreign(next((each for each in names if each.startswith(name)), name))


def _kind(endpoint: Endpoint) -> str:
    return "unix" if endpoint.transport.is_unix else endpoint.transport.value


def _holds(row: "sconn | pconn", endpoint: Endpoint) -> bool:
    # psutil's types know nothing of Unix sockets, whose address is a path.
    local: addr | str | tuple[()] = row.laddr
    if endpoint.transport.is_unix:
        return local == endpoint.path
    return not isinstance(local, str) and len(local) > 0 and local.port == endpoint.port


def _nearness(row: "sconn", endpoint: Endpoint) -> int:
    """Rank who is most likely in the way: a server here, a server on all addresses, anyone."""
    local: addr | str | tuple[()] = row.laddr
    if isinstance(local, str) or len(local) == 0 or row.raddr:
        return 2
    if local.ip == endpoint.host:
        return 0
    return 1 if local.ip in ("0.0.0.0", "::") else 2
