import json
import signal
import socket
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.cli.conftest import signal_self

from socket_workbench.cli.output.step_printer import StepPrinter
from socket_workbench.engine.backlog import MOST_WAITING, cost_of
from socket_workbench.journal.annotations import read_annotations
from socket_workbench.journal.reader import Reader

FREE = ("--at", "127.0.0.1:0")
FILE = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [{{ send = "a" }}, {{ expect = "{expected}" }}]
"""


def test_a_built_in_scenario_passes(command, capsys):
    assert command("run", "gets", *FREE) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("listening tcp://127.0.0.1:")
    assert lines[-1] == "passed"
    assert "GETS" in lines


@pytest.mark.parametrize(("expected", "code"), [("a", 0), ("b", 1)])
def test_a_file_is_run(command, capsys, tmp_path, expected, code):
    file = tmp_path / "my.toml"
    file.write_text(FILE.format(expected=expected), "utf-8")

    assert command("run", str(file)) == code
    assert capsys.readouterr().out.splitlines()[-1] == ("passed" if code == 0 else "failed")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["nonsense"], "There is no scenario 'nonsense'"),
        (["no/such.toml"], f"{Path('no/such.toml')}: the file cannot be read"),
        (["gets", "--at", "unix:///a"], "does not suit"),
        (["gets", *FREE, "--record", "/no/such/folder"], str(Path("/no/such/folder"))),
    ],
)
def test_what_cannot_be_run_is_wrong_usage(command, capsys, words, part):
    assert command("run", *words) == 2
    printed, error = capsys.readouterr()
    assert printed == ""
    assert part in error
    assert len(error.splitlines()) == 1


def test_with_json_there_are_events_and_steps(command, capsys):
    assert command("run", "gets", *FREE, "--json") == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [found["kind"] for found in objects]
    assert {"listening", "accepted", "received", "sent", "step", "finished"} <= set(kinds)
    assert {found["name"] for found in objects if "name" in found} == {"server", "client"}


def test_a_refused_client_is_3(command, capsys):
    assert command("run", "gets", "--at", "127.0.0.1:1", "--only", "client") == 3
    assert "Nothing listens at tcp://127.0.0.1:1" in capsys.readouterr().err


SERVERS = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"
[[servers]]
endpoint = "udp://127.0.0.1:0"
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
@pytest.mark.parametrize("words", [[], ["--only", "server"]])
def test_servers_alone_tell_everything_until_they_are_ended(
    command, piped_output, beside, tmp_path, number, code, words
):
    clients = "" if not words else '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\nsteps = []\n'
    file = tmp_path / "my.toml"
    file.write_text(SERVERS + clients, "utf-8")
    lines: list[str] = []

    def visit():
        # In any order: each server begins in a thread of its own.
        lines.extend(printed.line() for _ in range(2))
        [address] = [line.split("tcp://")[1] for line in lines if "tcp://" in line]
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 10) as peer:
            peer.sendall(b"a")
            assert peer.recv(100) == b"a"
        while "closed" not in lines[-1]:
            lines.append(printed.line())
        signal_self(number)

    with piped_output() as printed:
        beside(visit)
        assert command("run", str(file), *words) == code
        lines += [printed.line() for _ in range(3)]
    assert [line.split()[0] for line in lines if "listening" in line] == ["listening"] * 2
    assert any("received" in line and "1 byte  a" in line for line in lines)
    assert lines[-1].startswith("stopped: 1 connection, received 1 byte in 1 message")


CUT = """
format = 1
title = "T"
[[servers]]
endpoint = "udp://127.0.0.1:0"
dialogue = "echo"
[[clients]]
endpoint = "udp://127.0.0.1:0"
receive_size = 4
steps = [{ send = "123456" }, { expect = "1234" }]
"""


def test_what_was_lost_is_told_beside_the_result(command, capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(CUT, "utf-8")

    assert command("run", str(file)) == 0

    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "passed"
    assert told.err == "lost: 2 bytes cut off 1 datagram by the receive size\n"

    assert command("run", str(file), "gets", "--repeat", "2", "--at", "127.0.0.1:0") == 0
    assert capsys.readouterr().err == "lost: 4 bytes cut off 2 datagrams by the receive size\n"


ROUNDS = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [
  { repeat = [
      { ask = "Word?", into = "word" },
      { send = "{{word}}" },
      { expect = "{{word}}" },
  ], until = { variable = "word", equals = "end" } },
  { send = "b" },
  { expect = "b" },
]
"""


def test_steps_are_told_in_the_order_in_which_they_happen(command, capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(ROUNDS, "utf-8")
    answers = [word for answer in ("one", "two", "end") for word in ("--answer", answer)]

    assert command("run", str(file), "--json", *answers) == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    steps = [found for found in objects if found["kind"] == "step"]
    assert [step["number"] for step in steps] == list(range(1, 13))
    assert [step["path"] for step in steps] == [[0], *[[0, 0], [0, 1], [0, 2]] * 3, [1], [2]]
    assert [step["step"] for step in steps] == [0] * 10 + [1, 2]
    told = [
        found.get("path") or found.get("text")
        for found in objects
        if found.get("client") or (found["name"] == "client" and found["kind"] == "sent")
    ]
    assert told[:5] == [[0], [0, 0], "Word?", [0, 1], "one"]
    assert told[-5:-1] == [[0, 2], [1], "b", [2]]


def test_a_step_in_a_group_has_a_number_of_its_own(command, capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(ROUNDS, "utf-8")

    assert command("run", str(file), "--answer", "end") == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [
        "1.", "1.1.", "Word?:", "1.2.", "1.3.", "2.", "3.", "passed",
    ]  # fmt: skip


def test_of_several_each_has_one_line_and_then_they_are_counted(command, capsys, tmp_path):
    for name, expected in (("1-good", "a"), ("2-bad", "b"), ("10-later", "a")):
        (tmp_path / f"{name}.toml").write_text(FILE.format(expected=expected), "utf-8")
    words = ("gets", str(tmp_path), "--at", "127.0.0.1:0")

    assert command("run", *words) == 1

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in lines[:-1]] == [
        "passed gets",
        "passed 1-good",
        "failed 2-bad",
        '    Expected "b", but "a" came.',
        "    byte 1: expected 62, received 61",
        "skipped 10-later",
        "    '2-bad' did not pass, so it was not run.",
    ]
    assert lines[-1].startswith("4 scenarios, 2 passed, 1 failed, 1 skipped in ")
    assert command("run", *words, "--keep-going", "--repeat", "2", "--jobs", "8") == 1
    assert "8 scenarios, 6 passed, 2 failed in " in capsys.readouterr().out


def test_the_report_has_a_case_for_each_repetition(command, capsys, tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(FILE.format(expected="a"), "utf-8")
    bad.write_text(FILE.format(expected="b") + "\nmistake = 1\n", "utf-8")
    report = tmp_path / "report.xml"
    report.write_text("old", "utf-8")

    words = (str(good), str(bad), "--repeat", "2", "--keep-going", "--junit", str(report))
    assert command("run", *words) == 2

    suite = ElementTree.parse(report).getroot()[0]
    cases = {case.attrib["name"]: [child.tag for child in case] for case in suite.iter("testcase")}
    assert cases == {
        "bad (1)": ["error"], "bad (2)": ["error"], "good (1)": [], "good (2)": [],
    }  # fmt: skip
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert command("run", str(good), "--junit", str(report)) == 0
    suite = ElementTree.parse(report).getroot()[0]
    assert [case.attrib["name"] for case in suite.iter("testcase")] == ["good"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bad.toml",
        "good.toml",
        "report.xml",
    ]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["gets", "square", "--only", "server"], "--only server runs until it is ended"),
        (
            ["gets", "--repeat", "2", "--record", "/no/such/folder/x"],
            str(Path("/no/such/folder")),
        ),
        (["gets", "--junit", "/no/such/folder/x.xml"], "There is no folder for"),
        (["gets", "--junit", "."], "is a folder"),
    ],
)
def test_what_does_not_go_with_several_is_wrong_usage(command, capsys, words, part):
    assert command("run", *words) == 2
    printed, error = capsys.readouterr()
    assert (printed, len(error.splitlines())) == ("", 1)
    assert part in error


def test_with_json_several_are_told_apart_by_name(command, capsys, tmp_path):
    record = tmp_path / "s.swb"
    assert command("run", "gets", "gets", *FREE, "--json", "--record", str(record)) == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {found["name"] for found in objects if "endpoint" in found} == {
        "gets: server", "gets: client",
    }  # fmt: skip
    assert {found["client"] for found in objects if found["kind"] == "step"} == {"gets: client"}
    ends = [place for place, found in enumerate(objects) if found["kind"] == "scenario"]
    assert [objects[place]["verdict"] for place in ends] == ["passed", "passed"]
    assert [found["kind"] for found in objects[: ends[0]]].count("finished") == 1
    assert command("show", str(record)) == 0
    assert capsys.readouterr().out.count("listening") == 2


@pytest.mark.parametrize("files", [1, 2])
def test_steps_wait_while_too_much_has_not_been_printed(
    command, capsys, tmp_path, monkeypatch, files
):
    """Nothing else happens meanwhile, so that no event lets steps be printed."""
    file = """
        format = 1
        title = "T"
        [[servers]]
        endpoint = "tcp://127.0.0.1:0"
        [[clients]]
        endpoint = "tcp://127.0.0.1:0"
        steps = [
            { set = { big = "{{repeat('x', 60000)}}" } },
            { repeat = [{ show = "{{big}}" }], times = 300 },
        ]
    """
    for number in range(files):
        (tmp_path / f"{number}.toml").write_text(file, "utf-8")
    held, add = [], StepPrinter.add

    def count(printer, client, update):
        add(printer, client, update)
        held.append(sum(cost_of(step.content) for _, step in list(printer._steps)))

    monkeypatch.setattr(StepPrinter, "add", count)
    assert command("run", "--json", str(tmp_path)) == 0
    assert max(held) < 2 * MOST_WAITING


def test_two_hundred_scenarios_run_in_one_command(command, capsys):
    assert command("run", "gets", *FREE, "--repeat", "200", "--jobs", "20") == 0
    assert "200 scenarios, 200 passed, 0 failed" in capsys.readouterr().out


EVERYTHING = """
format = 1
title = "All steps"
[variables]
who = "zoe"
rounds = { type = "number", default = 3 }
[[servers]]
endpoint = "tcp://127.0.0.1:0"
framing = "line"
[[clients]]
name = "anna"
endpoint = "tcp://127.0.0.1:0"
framing = "line"
steps = [
  { send = "hello {{who}} {{u8(65)}}" },
  { expect = { regex = 'hello (?P<name>[a-z]+) (?P<x>.)' } },
  { if = { variable = "name", equals = "zoe" }, then = [{ note = "it is {{name}}" }], else = [
      { show = "it is not zoe" } ] },
  { send = { hex = "01 02 {{x}}" } },
  { expect = { hex = "01 0? 41" } },
  { set = { n = "0" } },
  { repeat = [
      { set = { n = "{{n + 1}}" } }, { send = "n{{n}}" },
      { expect = { starts = "N", ignore_case = true } },
  ], until = { variable = "n", equals = "{{rounds}}" } },
  { send = "a" }, { send = "b" }, { send = "c" },
  { expect = { in_any_order = ["c", { equals = "a", into = "first" }, "b"] } },
  { expect_nothing = "10ms" },
  { meet = "m", share = ["n"] },
  { repeat = [
      { send = "x" }, { expect = { one_of = ["y", "x"] } }, { wait = "10ms" },
  ], for = "30ms" },
  { reconnect = true, after = "10ms" },
  { include = "part.toml" },
  { send = { file = "data.bin" } }, { expect = { length = 4 } },
  { keep_alive = "ping", every = "10ms" }, { expect = "ping" }, { expect = "ping" },
  { save = "{{first}}", file = "out/x.bin" },
  { reset = true },
  { show = "rounds {{n}}" },
]
[[clients]]
name = "ben"
endpoint = "tcp://127.0.0.1:0"
steps = [{ meet = "m" }, { show = "n is {{n}}" }]
"""
PART = FILE.format(expected="a")


@pytest.fixture
def everything(tmp_path):
    (tmp_path / "all.toml").write_text(EVERYTHING, "utf-8")
    (tmp_path / "part.toml").write_text(PART, "utf-8")
    (tmp_path / "data.bin").write_bytes(b"abcd")
    return tmp_path / "all.toml"


def test_every_kind_of_step_is_done(command, capsys, everything):
    assert command("run", str(everything), "--save-to", str(everything.parent / "saved")) == 0

    lines = capsys.readouterr().out.splitlines()
    assert {"[ben] n is 3", "[anna] rounds 3", "passed"} <= set(lines)
    assert "[anna] it is not zoe" not in lines
    assert (everything.parent / "saved/out/x.bin").read_bytes() == b"a"


def test_a_scenario_whose_file_cannot_be_saved_has_failed(command, capsys, everything):
    """Each line and report says so, not the exit code alone."""
    place = everything.parent / "no-folder"
    place.write_text("", "utf-8")
    report = everything.parent / "r.xml"
    words = [str(everything), "--save-to", str(place), "--junit", str(report)]

    assert command("run", *words) == 1
    printed, error = capsys.readouterr()
    assert (printed + error).count("failed") == 1
    assert "out/x.bin cannot be written" in report.read_text("utf-8")
    assert command("run", *words, "--repeat", "2", "--keep-going") == 1
    printed, error = capsys.readouterr()
    assert "2 scenarios, 0 passed, 2 failed" in printed + error
    assert 'failures="2"' in report.read_text("utf-8")


SAVES = """format = 1
title = "T"
[variables]
word = "one"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [{ save = "{{word}}", file = "x.bin" }]
"""


def test_files_of_several_runs_have_folders_of_their_own(command, capsys, tmp_path):
    for folder, word in (("a", "one"), ("b", "two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.scenario.toml").write_text(SAVES.replace("one", word), "utf-8")
    saved = tmp_path / "saved"
    words = ("run", str(tmp_path / "a"), str(tmp_path / "b"), "--save-to", str(saved))

    assert command(*words, "--jobs", "2") == 0
    names = ["same/x.bin", "same-2/x.bin"]
    assert [(saved / name).read_bytes() for name in names] == [b"one", b"two"]
    capsys.readouterr()
    assert command(*words, "--keep-going") == 2
    printed, error = capsys.readouterr()
    assert f"{saved / names[0]} is there already" in error
    assert printed == ""
    assert command(*words, "--repeat", "2", "--jobs", "4") == 0
    assert sorted(file.relative_to(saved).as_posix() for file in saved.rglob("*.bin")) == sorted(
        [*names, *(f"{name}/{number}/x.bin" for name in ("same", "same-2") for number in (1, 2))]
    )


def test_variables_are_given_and_nothing_is_saved_unasked(command, capsys, everything):
    words = ("--var", "who=max", "--var", "rounds=2", "--json")
    assert command("run", str(everything), *words) == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    shown = [found["text"] for found in objects if found["kind"] == "show"]
    assert set(shown) == {"it is not zoe", "n is 2", "rounds 2"}
    assert [found["file"] for found in objects if found["kind"] == "save"] == ["out/x.bin"]
    assert [found["kind"] for found in objects].count("reset") >= 1
    assert not (everything.parent / "out").exists()


@pytest.mark.parametrize(
    ("given", "part"),
    [("roun=1", "did you mean rounds?"), ("rounds=x", "'x' is not a whole number")],
)
def test_a_variable_that_makes_no_sense_is_wrong_usage(command, capsys, everything, given, part):
    assert command("run", str(everything), "--var", given) == 2
    assert part in capsys.readouterr().err


def test_a_client_connects_to_a_port_that_was_answered(command, capsys, tmp_path):
    """As FTP's passive mode: the second server's port is only known from the first one."""
    with socket.create_server(("127.0.0.1", 0)) as data:
        port = data.getsockname()[1]
        (tmp_path / "p.toml").write_text(
            f"""
format = 1
title = "Passive"
[variables]
port_of_data = {port}
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "rules"
[servers.rules]
banner = "227 (127,0,0,1,{port // 256},{port % 256})\\r\\n"
states = [{{ name = "s", rules = [] }}]
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [
  {{ expect = {{ regex = '([0-9]+,){{4}}(?P<high>[0-9]+),(?P<low>[0-9]+)[^0-9]*\\r\\n' }} }},
  {{ connect = "tcp://{{{{host}}}}:{{{{high * 256 + low}}}}" }},
  {{ send = "data" }},
  {{ half_close = true }},
]
""",
            "utf-8",
        )
        assert command("run", str(tmp_path / "p.toml")) == 0
        peer, _ = data.accept()
        with peer:
            assert peer.recv(100) == b"data"


def test_a_step_waits_for_the_next_connection(command, tmp_path):
    """A send does not go into a connection that the peer has ended."""
    file = tmp_path / "r.toml"
    file.write_text(
        """
format = 1
title = "Reconnect"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
framing = "line"
dialogue = "rules"
[servers.rules]
states = [{ name = "s", rules = [{ equals = "bye", reply = "bye", then = "close" },
                                 { any = true, reply = "{{message}}" }] }]
[[clients]]
endpoint = "tcp://127.0.0.1:0"
framing = "line"
reconnect_interval = "10ms"
steps = [{ send = "bye" }, { expect = "bye" }, { wait = "50ms" },
         { send = "again" }, { expect = "again" }]
""",
        "utf-8",
    )
    assert command("run", str(file)) == 0


CHECKED = """
format = 1
title = "T"
[variables]
limit = { type = "number", default = 20 }
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [
    { send = "21.5 C" },
    { expect = { regex = '(?P<t>[0-9.]+) C' } },
    { check = { variable = "t", less = "{{limit}}" } },
    { note = "never" },
]
"""


@pytest.mark.parametrize(("limit", "code"), [("20", 1), ("22", 0)])
def test_a_condition_is_checked(command, capsys, tmp_path, limit, code):
    file = tmp_path / "t.toml"
    file.write_text(CHECKED, "utf-8")

    assert command("run", str(file), "--var", f"limit={limit}") == code

    lines = capsys.readouterr().out.splitlines()
    assert "3. Check that t is less than {{limit}}" in lines
    assert ("4. Note never" in lines) is (code == 0)
    assert ('Expected that t is less than "20", but it is "21.5".' in lines) is (code == 1)


MARKS = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [{ note = "no" }, { mark = "here" }, { send = "a" }, { expect = "a" }, { mark = "there" }]
"""


@pytest.mark.parametrize("words", [(), ("--repeat", "2"), ("--json",)])
def test_steps_mark_rows_of_the_recorded_session(command, capsys, tmp_path, words):
    file, session = tmp_path / "m.toml", tmp_path / "m.swb"
    file.write_text(MARKS, "utf-8")

    assert command("run", str(file), "--record", str(session), *words) == 0

    with closing(Reader(session)) as reader:
        texts = {row.number: row.text for row in reader.rows(0, reader.count())}
    marked = [texts[number] for number in sorted(read_annotations(session).rows)]
    assert marked == ["here", "there"] * (2 if "--repeat" in words else 1)


def test_a_marked_row_is_told_by_its_time(command, capsys, tmp_path):
    file = tmp_path / "m.toml"
    file.write_text(MARKS, "utf-8")

    assert command("run", str(file), "--json") == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rows = [one["row"] for one in told if one["kind"] == "mark"]
    notes = {one["time"]: one["text"] for one in told if one["kind"] == "note"}
    assert [notes[row] for row in rows] == ["here", "there"]


def test_a_hidden_answer_is_not_printed(command, capsys, tmp_path):
    file = tmp_path / "h.toml"
    steps = "{{ ask = 'Password', into = 'p', hidden = true }}, {{ send = '{{{{p}}}}' }}"
    file.write_text(FILE.replace('{{ send = "a" }}', steps).format(expected="a"), "utf-8")

    assert command("run", str(file), "--answer", "a") == 0
    assert "Password: ***" in capsys.readouterr().out


def test_a_broken_framing_is_the_cause_of_what_did_not_come(command, capsys, free_port, tmp_path):
    port = free_port()
    (tmp_path / "broken.toml").write_text(rf"""
format = 1
title = "Broken"
[[servers]]
name = "server"
endpoint = "tcp://127.0.0.1:{port}"
dialogue = "fixed-reply"
parameters = {{ reply = '\xff\xff\xff\xff\xff' }}
[[clients]]
name = "client"
endpoint = "tcp://127.0.0.1:{port}"
framing = "length:u32be"
steps = [{{ send = "x" }}, {{ expect = "ok", within = "20s" }}]
""")

    assert command("run", str(tmp_path / "broken.toml")) == 1
    assert "nothing came: a message broke the framing." in capsys.readouterr().out
