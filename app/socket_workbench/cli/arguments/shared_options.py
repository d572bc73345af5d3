"""The options that several commands have."""

import argparse

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM
from socket_workbench.cli.arguments.endpoint_options import add_shorthand
from socket_workbench.dialogues import DEFAULT_DIALOGUE
from socket_workbench.language import tr
from socket_workbench.sockets.options import ONE_AT_A_TIME


def address_help() -> str:
    """Return what may be written for an address."""
    return tr("tcp://HOST:PORT, udp://HOST:PORT, unix:///PATH, unixgram:///PATH, HOST:PORT or PORT")


def add_dialogue_options(parser: argparse.ArgumentParser) -> None:
    """Add what a server says: a dialogue and its parameters."""
    parser.add_argument(
        "--dialogue",
        metavar=tr("NAME"),
        type=values.dialogue,
        default=DEFAULT_DIALOGUE,
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


def add_one_at_a_time(parser: argparse.ArgumentParser) -> None:
    """Add the short form of a model, to a parser with `add_endpoint_options`."""
    add_shorthand(
        parser,
        "--one-at-a-time",
        {"model": ONE_AT_A_TIME},
        tr(
            "serve one connection to its end before the next one is accepted: --model {model}",
            model=ONE_AT_A_TIME,
        ),
    )


def add_recording_options(parser: argparse.ArgumentParser) -> None:
    """Add where events are recorded, and how they are printed."""
    parser.add_argument(
        "--record",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("record every event into this session file"),
    )
    parser.add_argument(
        "--text-log",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("append every event to this text file; full ones become FILE.1, FILE.2, ..."),
    )
    parser.add_argument(
        "--text-log-size",
        dest="text_log_megabytes",
        metavar=tr("MB"),
        type=values.whole_number(1, 100_000),
        help=tr("megabytes at which the text log is full (default: 16)"),
    )
    parser.add_argument(
        "--text-log-kept",
        metavar="N",
        type=values.whole_number(0, 1_000),
        help=tr("how many full text logs are kept (default: 4)"),
    )
    parser.add_argument(
        "--capture-limit",
        metavar=tr("BYTES"),
        type=values.whole_number(0, 2**31 - 1),
        help=tr("record and print at most so much of each message (default: all of it)"),
    )
    add_json(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument(
        "--json", action="store_true", help=tr("print events as JSON, one object a line")
    )
