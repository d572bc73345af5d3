import shlex

import pytest

from socket_workbench.cli.command_line import parse


@pytest.mark.parametrize("words", [["serve", "0"], ["connect", "1"], ["run", "square"]])
def test_every_command_that_opens_sockets_may_keep_a_text_log(words):
    assert parse(words).text_log is None
    log = shlex.split("--text-log log.txt --text-log-size 5 --text-log-kept 0")
    parsed = parse([*words, *log])
    assert (parsed.text_log, parsed.text_log_megabytes, parsed.text_log_kept) == ("log.txt", 5, 0)


@pytest.mark.parametrize("command", ["serve 1", "connect 1", "run gets"])
def test_every_command_that_records_takes_a_capture_limit(command):
    assert parse(shlex.split(command)).capture_limit is None
    words = shlex.split(f"{command} --record f --capture-limit 256")
    assert parse(words).capture_limit == 256
