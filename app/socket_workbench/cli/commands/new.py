"""`new`: writes a scenario to start from."""

import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr

_STARTER = "scenario"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        metavar=tr("NAME"),
        dest="source",
        help=tr(
            "a copy of this built-in scenario or dialogue (default: a commented scenario of"
            " everything)"
        ),
    )
    parser.add_argument(
        "--schema",
        action="store_true",
        help=tr("a JSON Schema of scenarios instead, with which editors complete and check"),
    )
    parser.add_argument(
        "file",
        metavar=tr("FILE"),
        nargs="?",
        type=values.file,
        help=tr("the new file, or - for standard output (default: NAME.scenario.toml here)"),
    )


def _run(parsed: Namespace) -> int:
    output = Output()
    try:
        source = _source(parsed)
        content = source.read_bytes()
        if parsed.file == "-":
            output.raw(content)
            return FAILED if output.has_failed else DONE
        name = source.name if parsed.schema else f"{source.stem}.scenario.toml"
        file = Path(parsed.file or name)
        _write_new(file, content)
    except FileExistsError:
        output.complain(tr("{file} is there already; name another file.", file=file))
        return USAGE
    except OSError as error:
        reason = error.strerror or error
        output.complain(tr("{file} cannot be written: {reason}.", file=file, reason=reason))
        return USAGE
    except ValueError as error:
        output.complain(str(error))
        return USAGE
    if parsed.schema:
        output.line(tr("{file}: name it in a document with #:schema {file}", file=file))
        return FAILED if output.has_failed else DONE
    # A name that begins with a dash would be an option.
    word = shlex.quote(f"./{file}" if str(file).startswith("-") else str(file))
    words = tr("{file}: run it with {program} run {word}", file=file, program=PROGRAM, word=word)
    output.line(words)
    return FAILED if output.has_failed else DONE


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, or none."""
    is_new = False
    try:
        # Mode x: whatever is there stays.
        with file.open("xb") as new:
            is_new = True
            new.write(content)
    except OSError:
        if is_new:
            file.unlink()
        raise


def _source(parsed: Namespace) -> Path:
    """Return the file to copy; raises `ValueError` where the name is unknown."""
    from socket_workbench.resources import resource_folder
    from socket_workbench.scenarios.builtin import source

    if not parsed.schema:
        return source(_STARTER if parsed.source is None else parsed.source)
    if parsed.source is not None:
        raise ValueError(tr("--schema is no copy of a scenario: leave --from out."))
    return resource_folder("schema") / "scenario.schema.json"


COMMAND = Command(
    name="new",
    order=62,
    summary=mark("write a commented scenario file to start from"),
    add_arguments=_add_arguments,
    run=_run,
)
