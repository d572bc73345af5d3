"""Mistakes that an uncaught exception shows (class E)."""

import codecs
import errno

from socket_workbench.language import tr
from socket_workbench.watch.mistakes.finding import (
    CONTRACT,
    ERROR,
    RECEIVING,
    SENDING,
    Finding,
    asked,
    got,
    port_of,
    where,
)
from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.model import Call, End, Uncaught

_LISTENING = "0A"
"""The state of a listening socket in /proc/net/tcp."""

_LONGEST_DATAGRAM = 65507


def explain(
    error: Uncaught, failed: Call | None, last: Call | None, sources: Sources
) -> Finding | None:
    """Return the mistake behind an exception, if it is a known one.

    Args:
        error: the exception.
        failed: the call that raised it; None if it was none.
        last: the thread's latest call that returned something; None for none.
        sources: of the program.
    """
    if failed is not None:
        return _of_arguments(error, failed) or _of_call(error, failed, sources)
    return _of_result(error, last) if last is not None else None


def shadowed(error: Uncaught, file: str) -> Finding | None:
    """Return the mistake of a file that hides the module `socket`."""
    is_about = {"AttributeError", "ImportError"} & set(error.kinds) and "socket" in error.text
    sentence = tr(
        "Your own file {file} hides Python's module socket: rename it, and remove its __pycache__.",
        file=file,
    )
    return Finding("module-shadow", ERROR, sentence) if is_about else None


def _of_arguments(error: Uncaught, call: Call) -> Finding | None:
    """Explain a TypeError."""
    if "TypeError" not in error.kinds:
        return None
    if call.name in SENDING and "bytes-like object is required" in error.text:
        sentence = tr("Sockets carry bytes, not text: text.encode() makes bytes.")
        return Finding("send-str", ERROR, sentence)
    if "takes exactly one argument (2 given)" in error.text:
        sentence = tr(
            "{call} takes one address, a pair: {call}((host, port)) with two brackets.",
            call=call.name,
        )
        return Finding("address-not-tuple", ERROR, sentence)
    if call.name in ("bind", "connect", "connect_ex", "sendto") and "integer" in error.text:
        return Finding("port-is-text", ERROR, tr("The port must be a number: int(port)."))
    return None


def _of_call(error: Uncaught, call: Call, sources: Sources) -> Finding | None:
    """Explain an OSError."""
    number = error.number
    if number == errno.EADDRINUSE and call.name == "bind":
        return _in_use(call, sources)
    if number == errno.ECONNREFUSED and call.name == "connect":
        return _refused(call)
    if number == errno.EMSGSIZE and call.payload is not None:
        sentence = tr(
            "A UDP datagram carries at most {most} bytes; this one has {count}.",
            most=_LONGEST_DATAGRAM,
            count=call.payload[0],
        )
        return Finding("datagram-too-big", ERROR, sentence)
    if "ConnectionError" in error.kinds and call.name in SENDING:
        sentence = tr(
            "The other side had closed; sending to it fails: catch the error and close this"
            " connection only."
        )
        return Finding("broken-pipe", ERROR, sentence)
    if "BlockingIOError" in error.kinds:
        sentence = tr(
            "{call} on a non-blocking socket had nothing to do yet: wait with select before it, or"
            " leave the socket blocking.",
            call=call.name,
        )
        return Finding("nonblocking-no-select", ERROR, sentence)
    if {"TimeoutError", "timeout"} & set(error.kinds) and call.timeout:
        sentence = tr(
            "{call} waited for its timeout and nobody caught TimeoutError: the program ends here.",
            call=call.name,
        )
        return Finding("timeout-uncaught", ERROR, sentence)
    return None


def used_after_close(error: Uncaught, call: Call, end: End) -> Finding | None:
    """Explain a call on a socket whose close was seen, if it was before the call began."""
    closed = end.closed
    if error.number != errno.EBADF or closed is None or end.closed_at > call.begun:
        return None
    sentence = tr(
        "This socket was closed before, at {file}:{line}.",
        file=closed.file.rpartition("/")[2],
        line=closed.line,
    )
    return Finding("used-after-close", CONTRACT, sentence, call.place)


def _in_use(call: Call, sources: Sources) -> Finding | None:
    address = call.arguments[0] if call.arguments else None
    if isinstance(address, str):
        sentence = tr("The file {path} is left from an earlier run: remove it before bind.")
        sentence = sentence.replace("{path}", address)
        return Finding("unix-leftover", ERROR, sentence)
    if call.after is None:
        return None
    port = port_of(address)
    is_stream = call.end is None or call.end.is_stream
    if not is_stream or any(state == _LISTENING for _, _, state in call.after):
        sentence = tr(
            "Port {port} is taken: another program (perhaps an earlier start of this one) has it.",
            port=port,
        )
        return Finding("in-use-running", ERROR, sentence)
    if call.place is not None and sources.reuses_after(call.place):
        sentence = tr("SO_REUSEADDR has no effect after bind: set it before bind.")
        return Finding("reuseaddr-too-late", ERROR, sentence)
    sentence = tr(
        "Port {port} is still held by a closed connection (TIME_WAIT, up to a minute): set"
        " SO_REUSEADDR before bind.",
        port=port,
    )
    return Finding("in-use-time-wait", ERROR, sentence)


def _refused(call: Call) -> Finding | None:
    address = call.arguments[0] if call.arguments else None
    holders = call.after or ()
    port = port_of(address)
    listening = [host for table, host, state in holders if table == "tcp" and state == _LISTENING]
    if listening:
        sentence = tr(
            "A server listens on port {port}, but on {host} only, not on {wanted}: bind to 0.0.0.0"
            " to be reached from elsewhere.",
            port=port,
            host=_host(listening[0]),
            wanted=address[0] if isinstance(address, tuple) else address,
        )
        return Finding("loopback-only-bind", ERROR, sentence)
    if any(table.startswith("udp") for table, _, _ in holders):
        sentence = tr(
            "Port {port} belongs to a UDP socket: a TCP connect cannot reach it.", port=port
        )
        return Finding("wrong-transport", ERROR, sentence)
    sentence = tr(
        "Nobody listens on {address}: start the server first, and compare the port.",
        address=where(address),
    )
    return Finding("connect-refused", ERROR, sentence)


def _host(text: str) -> str:
    """Read an address as /proc/net/tcp has it: hexadecimal, its bytes in the machine's order."""
    return ".".join(str(part) for part in reversed(bytes.fromhex(text)))


def _of_result(error: Uncaught, last: Call) -> Finding | None:
    """Explain an exception that comes from what a call has returned."""
    if "AttributeError" in error.kinds and "'tuple' object has no attribute" in error.text:
        return _unpacked(last)
    if last.name not in RECEIVING or last.received is None or last.end is None:
        return None
    if "UnicodeDecodeError" in error.kinds:
        return _split(error, last)
    if not last.end.is_stream:
        return None
    is_short = 0 < got(last) < asked(last)
    if error.kinds[:1] == ("error",) and "requires a buffer of" in error.text and is_short:
        sentence = tr(
            "recv({size}) returned only {count} bytes: it returns what is there, up to {size}; loop"
            " until all have come.",
            size=asked(last),
            count=got(last),
        )
        return Finding("short-header-read", ERROR, sentence, last.place)
    if got(last) and _is_incomplete(error):
        sentence = tr(
            "The object was not complete (or two were joined): one recv is not one message; send"
            " the length first."
        )
        return Finding("pickle-truncated", ERROR, sentence, last.place)
    return None


def _unpacked(last: Call) -> Finding | None:
    if last.name == "accept":
        sentence = tr("accept returns a pair: conn, addr = server.accept().")
    elif last.name == "recvfrom":
        sentence = tr("recvfrom returns a pair: data, addr = sock.recvfrom({size}).")
        sentence = sentence.replace("{size}", str(asked(last) or ""))
    else:
        return None
    return Finding("accept-not-unpacked", ERROR, sentence, last.place)


def _is_incomplete(error: Uncaught) -> bool:
    if "UnpicklingError" in error.kinds and "truncated" in error.text:
        return True
    if "EOFError" in error.kinds and "Ran out of input" in error.text:
        return True
    return "JSONDecodeError" in error.kinds and "(char 0)" not in error.text


def _split(error: Uncaught, last: Call) -> Finding | None:
    """Explain a character whose bytes did not all come."""
    match error.detail:
        case (str(encoding), bytes(tail), int(left)) if 0 < left <= len(tail):
            if codecs.lookup(encoding).name != "utf-8":
                return None
            try:
                codecs.getincrementaldecoder("utf-8")().decode(tail[-left:])
            except UnicodeDecodeError:
                return None
            sentence = tr(
                "This recv ended in the middle of a character: collect the bytes first, or use an"
                " incremental decoder."
            )
            return Finding("utf8-split", ERROR, sentence, last.place)
    return None
