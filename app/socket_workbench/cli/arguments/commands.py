"""The commands beside the window, and their options."""

import argparse
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.shared_options import (
    add_json,
    add_recording_options,
    add_socket_options,
)
from socket_workbench.language import tr

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Any]  # noqa: SLF001 - it has no public name

PROGRAM = "socket-workbench"


def add_commands(commands: "Commands") -> None:
    """Add every command to the program's parser; each sets `.command` to what runs it."""
    _add_serve(commands)
    _add_connect(commands)
    _add_run(commands)
    _add_show(commands)
    _add_export(commands)
    _add_list(commands)


def _add_command(
    commands: "Commands",
    name: str,
    summary: str,
    run: Callable[[argparse.Namespace], int],
    *,
    answers_signals: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, allow_abbrev=False
    )
    parser.set_defaults(command=partial(_guard, run, answers_signals=answers_signals))
    return parser


def _add_serve(commands: "Commands") -> None:
    parser = _add_command(
        commands,
        "serve",
        tr("start a server and print every event as a line"),
        _serve,
        answers_signals=True,
    )
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=_address_help())
    parser.add_argument(
        "--dialogue",
        metavar=tr("NAME"),
        type=values.dialogue,
        default="echo",
        help=tr("what the server says (default: echo; see '{program} list')", program=PROGRAM),
    )
    parser.add_argument(
        "--reply", metavar=tr("TEXT"), help=tr("the dialogue's reply, or its template")
    )
    parser.add_argument(
        "--set",
        metavar=tr("NAME=VALUE"),
        dest="settings",
        type=values.setting,
        action="append",
        default=[],
        help=tr("set another parameter of the dialogue; may be given again"),
    )
    parser.add_argument(
        "--backlog",
        metavar="N|system",
        type=values.backlog,
        help=tr("connections that may wait to be accepted (default: system, what it allows)"),
    )
    parser.add_argument(
        "--one-at-a-time",
        action="store_true",
        help=tr("serve one connection to its end before the next is accepted"),
    )
    parser.add_argument(
        "--close-on-peer-end",
        metavar="yes|no",
        type=values.yes_or_no,
        help=tr("close a connection whose peer has ended its side (default: yes, no for manual)"),
    )
    parser.add_argument(
        "--most-waiting",
        metavar=tr("SIZE"),
        type=values.most_waiting,
        help=tr("close a connection for whose peer more than this waits (default: 8MiB)"),
    )
    add_socket_options(parser)


def _add_connect(commands: "Commands") -> None:
    parser = _add_command(
        commands,
        "connect",
        tr("connect, send what is typed line by line, and print what comes"),
        _connect,
        answers_signals=True,
    )
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=_address_help())
    parser.add_argument(
        "--line-end",
        metavar="none|lf|cr|crlf",
        type=values.line_end,
        help=tr("how each line sent ends (default: as it was typed)"),
    )
    parser.add_argument(
        "--hex",
        action="store_true",
        help=tr("lines typed are hex, and what comes is printed as lines of hex"),
    )
    parser.add_argument(
        "--local",
        metavar=tr("HOST[:PORT]"),
        type=values.local_address,
        default=("", 0),
        help=tr("connect from this address"),
    )
    parser.add_argument(
        "--connect-timeout",
        metavar=tr("TIME"),
        type=values.duration,
        default=10.0,
        help=tr("how long each address of the host is tried (default: 10s)"),
    )
    parser.add_argument(
        "--reuse-address",
        action="store_true",
        help=tr("connect from a port that an earlier connection has left in TIME_WAIT"),
    )
    parser.add_argument(
        "--keep-open",
        action="store_true",
        help=tr("the end of standard input does not half-close; the peer ends the connection"),
    )
    parser.add_argument(
        "--reconnect",
        metavar=tr("TIME"),
        type=values.duration,
        help=tr("connect again this long after the connection has ended or failed"),
    )
    add_socket_options(parser)


def _add_run(commands: "Commands") -> None:
    parser = _add_command(
        commands,
        "run",
        tr("run a scenario: its servers, its clients and what they say"),
        _run,
        answers_signals=True,
    )
    parser.add_argument(
        "scenario",
        metavar=tr("SCENARIO"),
        type=values.file,
        help=tr("a name ('{program} list scenarios') or a .toml file", program=PROGRAM),
    )
    parser.add_argument(
        "--at",
        metavar=tr("HOST:PORT"),
        type=values.endpoint,
        help=tr("run it here instead; port 0 for any free port"),
    )
    parser.add_argument(
        "--only",
        metavar="server|client",
        choices=["server", "client"],
        help=tr("leave the other side to another program"),
    )
    parser.add_argument(
        "--answer",
        metavar=tr("VALUE"),
        dest="answers",
        action="append",
        default=[],
        help=tr("answer the next question with this; may be given again"),
    )
    add_recording_options(parser)


def _add_show(commands: "Commands") -> None:
    parser = _add_command(
        commands, "show", tr("print a recorded session, an event to a line"), _show
    )
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    add_json(parser)


def _add_export(commands: "Commands") -> None:
    parser = _add_command(
        commands, "export", tr("write a recorded session in another form"), _export
    )
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    parser.add_argument(
        "--to",
        metavar="txt|csv|jsonl|pcapng",
        dest="form",
        required=True,
        choices=["txt", "csv", "jsonl", "pcapng"],
        help=tr("text, CSV, JSON Lines, or a capture for Wireshark"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("the file to write or replace (default: standard output)"),
    )
    parser.add_argument(
        "--bom",
        action="store_true",
        help=tr("begin CSV with a byte order mark, which Excel needs to take it for UTF-8"),
    )


def _add_list(commands: "Commands") -> None:
    parser = _add_command(commands, "list", tr("list the built-in scenarios and dialogues"), _list)
    parser.add_argument(
        "what",
        metavar="scenarios|dialogues",
        nargs="?",
        choices=["scenarios", "dialogues"],
        help=tr("only these"),
    )


def _address_help() -> str:
    return tr("tcp://HOST:PORT, udp://HOST:PORT, unix:///PATH, unixgram:///PATH, HOST:PORT or PORT")


def _guard(
    run: Callable[[argparse.Namespace], int], parsed: argparse.Namespace, *, answers_signals: bool
) -> int:
    """Run a command inside the border that no traceback leaves, its own imports included."""
    from socket_workbench.cli import border

    return border.guard(run, parsed, answers_signals=answers_signals)


def _serve(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.serve import serve

    return serve(parsed)


def _connect(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.connect import connect

    return connect(parsed)


def _run(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.run import run

    return run(parsed)


def _list(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.list import list_names

    return list_names(parsed)


def _show(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.show import show

    return show(parsed)


def _export(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli.export import export_session

    return export_session(parsed)
