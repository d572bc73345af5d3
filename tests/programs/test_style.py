from socket_workbench.cli.commands.program import STYLES
from socket_workbench.programs.style import Style


def test_styles_are_those_of_the_command_line():
    assert tuple(style.value for style in Style) == STYLES


def test_titles_tell_them_apart():
    assert len({style.title for style in Style}) == len(Style)
