"""Writes what bash, zsh and fish complete, from the parsers of the command line.

share.py calls it. Each file is put where its shell looks for it below a `share` folder.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from parser_arguments import actions, help_text, is_single

from socket_workbench.cli.arguments import values
from socket_workbench.cli.command_line import parsers
from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.scenarios.builtin import scenario_names

PROGRAM = "socket-workbench"
WINDOW = ""
"""Stands for no command."""

Commands = dict[str, "list[Argument]"]
"""The arguments of each command, by its name."""


class Argument(NamedTuple):
    """An option, or a word without one.

    Attributes:
        flags: its spellings; empty for a word.
        help: what it does.
        value: what its value is called; empty for an option without one.
        words: values it can have, all or some.
        is_file: whether the value can be the name of a file.
        is_repeatable: whether it may be given again.
    """

    flags: tuple[str, ...]
    help: str
    value: str
    words: tuple[str, ...]
    is_file: bool
    is_repeatable: bool


def described() -> tuple[Commands, dict[str, str]]:
    """Return the arguments of each command, and what each command does."""
    program, commands = parsers()
    arguments = {WINDOW: _arguments(program)}
    arguments |= {name: _arguments(parser) for name, parser in commands.items()}
    return arguments, {name: parser.description or "" for name, parser in commands.items()}


def _arguments(parser: argparse.ArgumentParser) -> list[Argument]:
    return [_argument(parser, action) for action in actions(parser)]


def _argument(parser: argparse.ArgumentParser, action: argparse.Action) -> Argument:
    metavar = str(action.metavar or action.dest)
    parts = metavar.split("|")
    words = [str(choice) for choice in action.choices or ()]
    if not words and len(parts) > 1 and metavar.islower():
        words = parts
    if action.type is values.dialogue:
        words = [kind.name for kind in dialogue_kinds()]
    if {"SCENARIO", "NAME"} & set(parts) and {"scenario", "scenarios"} & {action.dest}:
        words = list(scenario_names())
    return Argument(
        tuple(action.option_strings),
        help_text(parser, action),
        "" if action.nargs == 0 else metavar,
        tuple(words),
        action.type is values.file or bool({"FILE", "PROGRAM.py"} & set(parts)),
        not is_single(action),
    )


def bash(commands: Commands) -> str:
    """Return the completion of bash; it needs nothing of the package bash-completion."""
    names = [name for name in commands if name]
    lines = [
        f"# Completion of {PROGRAM} for bash.",
        "_socket_workbench() {",
        '    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=""',
        "    # bash takes the = of --option=VALUE for a word of its own.",
        "    if [[ $cur == = ]]; then",
        '        cur=""',
        "    elif [[ $prev == = ]]; then",
        "        prev=${COMP_WORDS[COMP_CWORD-2]}",
        "    fi",
        "    if ((COMP_CWORD > 1)); then",
        "        case ${COMP_WORDS[1]} in",
        f"        {' | '.join(names)}) command=${{COMP_WORDS[1]}} ;;",
        "        esac",
        "    fi",
        '    local options="" words="" files=""',
        '    case "$command $prev" in',
    ]
    for name, arguments in commands.items():
        for argument in (one for one in arguments if one.flags and one.value):
            pattern = " | ".join(f'"{name} {flag}"' for flag in argument.flags)
            lines.append(f"    {pattern}) {_bash_values([argument])} ;;")
    lines += ["    *)", "        case $command in"]
    for name, arguments in commands.items():
        options = " ".join(flag for argument in arguments for flag in argument.flags)
        positional = [argument for argument in arguments if not argument.flags]
        words = _bash_values(positional) if name else f"words='{' '.join(names)}' files=yes"
        lines.append(f"        {name or chr(34) * 2}) options='{options}' {words} ;;")
    lines += [
        "        esac",
        '        if [[ $cur == -* ]]; then words=$options files=""; fi ;;',
        "    esac",
        '    COMPREPLY=($(compgen -W "$words" -- "$cur"))',
        "    if [[ $files ]]; then",
        "        local IFS=$'\\n'",
        '        COMPREPLY+=($(compgen -f -- "$cur"))',
        "        compopt -o filenames 2>/dev/null",
        "    fi",
        "}",
        f"complete -F _socket_workbench {PROGRAM}",
    ]
    return "\n".join([*lines, ""])


def _bash_values(arguments: Iterable[Argument]) -> str:
    words = " ".join(word for argument in arguments for word in argument.words)
    files = "yes" if any(argument.is_file for argument in arguments) else ""
    return f"words='{words}' files={files}"


def zsh(commands: Commands, summaries: dict[str, str]) -> str:
    """Return the completion of zsh."""
    lines = [f"#compdef {PROGRAM}", f"# Completion of {PROGRAM} for zsh.", "", "local -a commands"]
    lines += ["commands=("]
    lines += [f"    {_quoted(f'{name}:{summary}')}" for name, summary in summaries.items()]
    lines += [
        ")",
        "if ((CURRENT > 2)) && [[ -n ${commands[(r)${words[2]}:*]} ]]; then",
        "    local command=${words[2]}",
        "    shift words",
        "    ((CURRENT--))",
        "    case $command in",
    ]
    for name in summaries:
        lines += [f"    {name})", *_zsh_arguments(commands[name], " " * 8), "        ;;"]
    lines += ["    esac", "    return", "fi"]
    lines += _zsh_arguments(commands[WINDOW], "", last="'*: :->word'")
    lines += ["if [[ $state == word ]]; then"]
    lines += ["    ((CURRENT == 2)) && _describe -t commands command commands"]
    lines += ["    _files -g '*.(swb|toml)(-.)'", "fi"]
    return "\n".join([*lines, ""])


def _zsh_arguments(arguments: list[Argument], indent: str, last: str = "") -> Iterator[str]:
    yield f"{indent}_arguments -s \\"
    specs = [spec for argument in arguments for spec in _zsh_specs(argument)]
    specs += [last] if last else []
    yield from (f"{indent}    {spec} \\" for spec in specs[:-1])
    yield f"{indent}    {specs[-1]}"


def _zsh_specs(argument: Argument) -> Iterator[str]:
    actions = []
    if argument.words:
        actions.append(f"({' '.join(argument.words)})")
    if argument.is_file:
        actions.append("_files")
    if len(actions) > 1:
        # The space keeps zsh from adding words of its own.
        actions = [f' _alternative "words:word:{actions[0]}" "files:file:_files"']
    action = actions[0] if actions else " "
    value = f":{_zsh_text(argument.value)}:{action}" if argument.value else ""
    star = "*" if argument.is_repeatable else ""
    if not argument.flags:
        yield _quoted(f"{star}{value}")
    for flag in argument.flags:
        equals = "=" if argument.value and flag.startswith("--") else ""
        yield _quoted(f"{star}{flag}{equals}[{_zsh_text(argument.help)}]{value}")


def _zsh_text(text: str) -> str:
    return "".join(f"\\{c}" if c in ":[]\\" else c for c in text)


def fish(commands: Commands, summaries: dict[str, str]) -> str:
    """Return the completion of fish."""
    lines = [
        f"# Completion of {PROGRAM} for fish.",
        "function __socket_workbench_command",
        "    set -l words (commandline -opc)",
        '    test "$words[2]" = $argv[1]',
        "end",
        "function __socket_workbench_window",
        "    set -l words (commandline -opc)",
        f'    not contains -- "$words[2]" {" ".join(summaries)}',
        "end",
    ]
    first = f"complete -c {PROGRAM} -n 'test (count (commandline -opc)) -eq 1'"
    for name, summary in summaries.items():
        lines.append(f"{first} -a {name} -d {_quoted(summary)}")
    for name, arguments in commands.items():
        condition = f"__socket_workbench_command {name}" if name else "__socket_workbench_window"
        start = f"complete -c {PROGRAM} -n '{condition}'"
        lines += [f"{start} {end}" for argument in arguments for end in _fish(argument)]
        if name and not any(one.is_file for one in arguments if not one.flags):
            lines.append(f"{start} -f")
    return "\n".join([*lines, ""])


def _fish(argument: Argument) -> Iterator[str]:
    words = f" -a {_quoted(' '.join(argument.words))}" if argument.words else ""
    if not argument.flags:
        if words:
            yield words.strip()
        return
    flags = "".join(
        f" -l {flag[2:]}" if flag.startswith("--") else f" -s {flag[1:]}" for flag in argument.flags
    )
    value = (" -r -F" if argument.is_file else " -x") if argument.value else ""
    yield f"{flags.strip()}{value}{words} -d {_quoted(argument.help)}"


def _quoted(text: str) -> str:
    """Return the word that stands for a text in each of the shells."""
    return "'" + text.replace("'", "'\\''") + "'"


def make(folder: Path) -> None:
    """Write all three files."""
    commands, summaries = described()
    files = {
        f"bash-completion/completions/{PROGRAM}": bash(commands),
        f"zsh/site-functions/_{PROGRAM}": zsh(commands, summaries),
        f"fish/vendor_completions.d/{PROGRAM}.fish": fish(commands, summaries),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
