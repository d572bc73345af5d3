import argparse

from socket_workbench.cli.arguments.command import Command, CommandParser
from socket_workbench.cli.exit_codes import FAILED


def nodding():
    """Return a parser with a command that counts how often its arguments are added."""
    added = []

    def add(parser):
        added.append(parser)
        parser.add_argument("--times", type=int)

    def run(parsed):
        return {7: 70}[parsed.times]

    parser = argparse.ArgumentParser()
    Command("nod", 1, "nod", add, run).add_to(parser.add_subparsers(parser_class=CommandParser))
    return parser, added


def test_a_command_gets_its_arguments_when_it_is_called():
    parser, added = nodding()
    parser.parse_args([])
    assert added == []

    parsed = parser.parse_args(["nod", "--times", "7"])
    assert len(added) == 1
    assert parsed.command(parsed) == 70


def test_a_mistake_in_a_command_is_a_sentence(capsys):
    parser, _ = nodding()
    parsed = parser.parse_args(["nod", "--times", "8"])

    assert parsed.command(parsed) == FAILED
    assert "KeyError" in capsys.readouterr().err


def test_its_summary_is_translated(pseudo_language, capsys):
    parser, _ = nodding()

    assert "⟦nod⟧" in parser.format_help()
