"""The shells complete what the parsers read."""

import shutil
import subprocess

import completion
import pytest

from socket_workbench.cli.command_line import parsers
from socket_workbench.scenarios.builtin import scenario_names

COMMANDS, SUMMARIES = completion.described()
PLACES = {
    "bash": "bash-completion/completions/socket-workbench",
    "zsh": "zsh/site-functions/_socket-workbench",
    "fish": "fish/vendor_completions.d/socket-workbench.fish",
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    completion.make(folder)
    return {shell: folder / place for shell, place in PLACES.items()}


def run(shell, program, *words, cwd=None):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    return subprocess.run(
        [shell, "-c", program, shell, *words],
        cwd=cwd,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    ).stdout.splitlines()


def bash_completes(script, *words, cwd=None):
    program = (
        'source "$1"; shift; COMP_WORDS=(socket-workbench "$@"); COMP_CWORD=$#;'
        ' _socket_workbench; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return set(run("bash", program, str(script), *words, cwd=cwd)) - {""}


def fish_completes(script, line, cwd):
    # fish reads settings and keeps a history in the home folder.
    program = f"set -x HOME {cwd}; source {script}; complete -C '{line}'"
    return {line.split("\t")[0] for line in run("fish", program, cwd=cwd)}


def test_every_flag_of_every_command_is_described():
    program, commands = parsers()
    flags = {"": set(program._option_string_actions)}
    flags |= {name: set(parser._option_string_actions) for name, parser in commands.items()}

    found = {name: {f for one in args for f in one.flags} for name, args in COMMANDS.items()}
    assert found == flags
    assert sum(map(len, flags.values())) > 100


def test_bash_completes_every_flag_of_every_command(scripts):
    """In one process: what each command offers behind a hyphen."""
    program = (
        'source "$1"; shift; for command in "$@"; do COMP_WORDS=(socket-workbench $command -);'
        " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _socket_workbench;"
        ' echo "$command:${COMPREPLY[*]}"; done'
    )
    told = dict(line.split(":", 1) for line in run("bash", program, scripts["bash"], *COMMANDS))

    assert {name: set(words.split()) for name, words in told.items()} == {
        name: {flag for one in arguments for flag in one.flags}
        for name, arguments in COMMANDS.items()
    }


def test_bash_completes_commands_values_and_files(scripts, tmp_path):
    (tmp_path / "my session.swb").touch()
    bash = scripts["bash"]

    assert bash_completes(bash, "s") == {"serve", "send", "show"}
    assert {"my session.swb", "run"} <= bash_completes(bash, "", cwd=tmp_path)
    assert bash_completes(bash, "show", "", cwd=tmp_path) == {"my session.swb"}
    assert set(scenario_names()) <= bash_completes(bash, "run", "", cwd=tmp_path)
    assert bash_completes(bash, "serve", "--dialogue", "echo") == {"echo", "echo-text"}
    assert bash_completes(bash, "serve", "--dialogue", "=", "echo-") == {"echo-text"}
    assert bash_completes(bash, "connect", "--line-end", "=") == {"none", "lf", "cr", "crlf"}
    assert bash_completes(bash, "serve", "", cwd=tmp_path) == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_reads_its_script(scripts, shell, tmp_path):
    run(shell, f"export HOME={tmp_path}; {shell} -n {scripts[shell]}")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_every_flag_and_value_is_in_every_script(scripts, shell):
    """Each has a line of its own for an argument, with the command before it or in it."""
    text = scripts[shell].read_text("utf-8")
    for name, arguments in COMMANDS.items():
        if shell == "zsh":
            part = text.rpartition("\nfi\n_arguments")[2] if not name else text
            part = part if not name else part.partition(f"    {name})\n")[2].partition(";;")[0]
        else:
            start = (
                f"'__socket_workbench_command {name}'" if name else "'__socket_workbench_window'"
            )
            part = "\n".join(line for line in text.splitlines() if start in line)
        for argument in arguments:
            for flag in argument.flags:
                short = flag[2:] if flag.startswith("--") else flag[1:]
                spelled = {"zsh": [f"{flag}=[", f"{flag}["], "fish": [f"-l {short}", f"-s {short}"]}
                assert any(spelling in part for spelling in spelled[shell]), (name, flag)
            assert " ".join(argument.words) in part


def test_fish_completes_commands_flags_and_values(scripts, tmp_path):
    fish = scripts["fish"]

    assert set(COMMANDS) - {""} <= fish_completes(fish, "socket-workbench ", tmp_path)
    flags = fish_completes(fish, "socket-workbench serve --", tmp_path)
    assert flags == {f for one in COMMANDS["serve"] for f in one.flags if f.startswith("--")}
    told = fish_completes(fish, "socket-workbench serve --dialogue echo", tmp_path)
    assert {"echo", "echo-text"} <= told
