"""`list`: the built-in scenarios and dialogues."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.exit_codes import DONE, FAILED
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="scenarios|dialogues",
        nargs="?",
        choices=["scenarios", "dialogues"],
        help=tr("only these"),
    )


def _run(parsed: Namespace) -> int:
    output = Output()
    if parsed.what is None:
        output.line(tr("scenarios"))
    if parsed.what != "dialogues":
        output.lines(_columns(_scenarios()))
    if parsed.what is None:
        output.lines(("", tr("dialogues")))
    if parsed.what != "scenarios":
        output.lines(_columns(_dialogues()))
    return FAILED if output.has_failed else DONE


def _scenarios() -> Iterator[tuple[str, str]]:
    from socket_workbench.scenarios.builtin import load_builtin, runnable_names

    for name in runnable_names():
        yield name, tr(load_builtin(name).title)


def _dialogues() -> Iterator[tuple[str, str]]:
    from socket_workbench.dialogues.registry import dialogue_kinds

    for kind in dialogue_kinds():
        names = ", ".join(parameter.name for parameter in kind.parameters)
        parameters = " " + tr("Parameters: {names}.", names=names) if names else ""
        yield kind.name, tr(kind.summary) + parameters


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    rows = list(rows)
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {name:<{width}}  {text}" for name, text in rows]


COMMAND = Command(
    name="list",
    order=60,
    summary=mark("list the built-in scenarios and dialogues"),
    add_arguments=_add_arguments,
    run=_run,
)
