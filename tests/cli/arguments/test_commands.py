import shlex

import pytest

from socket_workbench.cli.arguments.command_line import parse
from socket_workbench.payload.line_end import LineEnd


def test_serve_has_the_engines_defaults():
    parsed = parse(["serve", "0"])

    assert str(parsed.endpoint) == "tcp://127.0.0.1:0"
    assert (parsed.dialogue, str(parsed.framing), parsed.settings) == ("echo", "none", [])
    assert (parsed.backlog, parsed.receive_size, parsed.one_at_a_time) == (None, None, False)
    assert (parsed.reply, parsed.record, parsed.json) == (None, None, False)


def test_serve_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "serve udp://127.0.0.1:1 --dialogue fixed-reply --reply x --set a=b --set "
            "c=d=e --framing line --backlog 5 --one-at-a-time --receive-size 1024 "
            "--record f --json"
        )
    )

    assert (parsed.dialogue, parsed.reply) == ("fixed-reply", "x")
    assert parsed.settings == [("a", "b"), ("c", "d=e")]
    assert (str(parsed.framing), parsed.backlog, parsed.receive_size) == ("line", 5, 1024)
    assert (parsed.one_at_a_time, parsed.record, parsed.json) == (True, "f", True)


def test_connect_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "connect [::1]:1 --framing fixed:4 --line-end crlf --hex --local [::1]:5000 "
            "--connect-timeout 2 --reconnect 500ms --receive-size 1 --record f --json"
        )
    )

    assert (str(parsed.endpoint), str(parsed.framing)) == ("tcp://[::1]:1", "fixed:4")
    assert (parsed.line_end, parsed.hex) == (LineEnd.CRLF, True)
    assert (parsed.local, parsed.connect_timeout, parsed.reconnect) == (("::1", 5000), 2.0, 0.5)
    assert (parsed.receive_size, parsed.record, parsed.json) == (1, "f", True)


def test_connect_leaves_lines_as_they_are():
    parsed = parse(["connect", "1"])

    assert (parsed.line_end, parsed.hex, parsed.local) == (None, False, ("", 0))
    assert (parsed.connect_timeout, parsed.reconnect) == (10.0, None)


def test_run_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "run square --at 127.0.0.1:0 --only client --answer 67 --answer=-8 --json --record f"
        )
    )

    assert (parsed.scenario, str(parsed.at), parsed.only) == (
        "square",
        "tcp://127.0.0.1:0",
        "client",
    )
    assert parsed.answers == ["67", "-8"]
    assert (parsed.json, parsed.record) == (True, "f")


@pytest.mark.parametrize("what", [None, "scenarios", "dialogues"])
def test_list_takes_what_is_promised(what):
    assert parse(["list", *([what] if what else [])]).what == what


@pytest.mark.parametrize("name", ["serve", "connect", "run", "list"])
def test_every_command_has_help_and_something_that_runs_it(name, capsys):
    with pytest.raises(SystemExit) as ended:
        parse([name, "--help"])

    assert ended.value.code == 0
    assert f"socket-workbench {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["serve", "0", "--backlog", "-1"],
        ["serve", "0", "--backlog", "x"],
        ["serve", "0", "--receive-size", "0"],
        ["serve", "0", "--receive-size", "1048577"],
        ["serve", "0", "--framing", "x"],
        ["serve", "0", "--dialogue", "x"],
        ["serve", "0", "--set", "x"],
        ["connect", "0:0:0"],
        ["connect", "1", "--line-end", "x"],
        ["connect", "1", "--connect-timeout", "x"],
        ["connect", "1", "--local", "127.0.0.1:x"],
        ["run", "x", "--only", "both"],
        ["run", "x", "--at", "x"],
        ["list", "x"],
    ],
)
def test_a_wrong_value_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(words)

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_show_and_export_take_everything_that_is_promised():
    shown = parse(["show", "s.swb", "--json"])
    assert (shown.session, shown.json) == ("s.swb", True)
    exported = parse(["export", "s.swb", "--to", "pcapng", "-o", "x"])
    assert (exported.session, exported.form, exported.output) == ("s.swb", "pcapng", "x")
    assert parse(["export", "s.swb", "--to", "csv"]).output is None


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
