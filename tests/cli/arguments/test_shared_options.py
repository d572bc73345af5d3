import argparse
import shlex

import pytest

from socket_workbench.cli.arguments.shared_options import add_socket_options
from socket_workbench.cli.command_line import parse


def test_an_endpoint_can_be_framed_recorded_and_printed():
    parser = argparse.ArgumentParser()
    add_socket_options(parser)
    given = {
        "--framing": "line",
        "--receive-size": "7",
        "--record": "a.swb",
        "--text-log": "b.txt",
        "--text-log-size": "3",
        "--text-log-kept": "2",
        "--capture-limit": "0",
    }
    parsed = parser.parse_args(["--json", *(word for pair in given.items() for word in pair)])
    assert (str(parsed.framing), parsed.receive_size) == ("line", 7)
    assert (parsed.record, parsed.capture_limit, parsed.json) == ("a.swb", 0, True)
    found = (parsed.text_log, parsed.text_log_megabytes, parsed.text_log_kept)
    assert found == ("b.txt", 3, 2)


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
