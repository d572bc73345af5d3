from socket_workbench.cli import exit_codes


def test_they_are_as_promised():
    assert (exit_codes.DONE, exit_codes.FAILED, exit_codes.USAGE) == (0, 1, 2)
    assert (exit_codes.UNREACHABLE, exit_codes.INTERRUPTED) == (3, 130)
