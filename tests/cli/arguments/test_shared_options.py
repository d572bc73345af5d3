import argparse

from socket_workbench.cli.arguments.shared_options import add_socket_options


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
