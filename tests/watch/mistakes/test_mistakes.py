import re
from pathlib import Path

import pytest
from tests.watch.mistakes.programs import CORRECT, RETURNED, UNCAUGHT, WAITS, places, together

from socket_workbench.journal.event import Kind
from socket_workbench.watch.mistakes.mistakes import Mistakes
from socket_workbench.watch.model import STREAM, Call, End, Place, Process

OTHER_CLASSES = {
    "used-after-close": "C",
    "recv-on-listener": "E",
    "accept-without-listen": "E",
    "never-closed": "T",
}
WAIT_FOR_IT = "threads_{number}.join()"


def test_every_topic_is_described():
    classes = {**dict.fromkeys(UNCAUGHT, "E"), **dict.fromkeys(RETURNED, "C")}
    classes |= {**dict.fromkeys(WAITS, "W"), **OTHER_CLASSES, "module-shadow": "E"}
    page = (Path(__file__).parents[3] / "docs" / "watching.md").read_text("utf-8")
    rows = re.findall(r"^\| `([ECWT])` \|.*\| (.*) \|$", page, re.MULTILINE)
    described = {topic: kind for kind, row in rows for topic in re.findall(r"`([\w-]+)`", row)}

    assert described == classes


def found(run):
    return {hint.topic: (hint.kind, hint.line) for hint in run.hints}


@pytest.mark.parametrize(("programs", "kind"), [(UNCAUGHT, "E"), (RETURNED, "C")])
def test_each_mistake_is_named_in_its_line(watching, programs, kind):
    text = together(programs, WAIT_FOR_IT)
    expected = {
        topic: (OTHER_CLASSES.get(topic, kind), line)
        for topic, line in places(programs, text).items()
    }
    run = watching.run(text)

    assert found(run) == expected
    assert len(run.hints) == len(expected)
    assert all(hint.file == str(watching.folder / "program.py") for hint in run.hints)
    assert all(hint.sentence.endswith((".", ")", '"')) for hint in run.hints)


def test_each_wait_is_named_while_it_lasts(watching):
    text = together(WAITS, "")
    run = watching.start(text + "threading.Event().wait()\n")
    expected = {topic: ("W", line) for topic, line in places(WAITS, text).items()}
    for topic in expected:
        run.memory.wait_for(lambda each, topic=topic: f"\t{topic}\t" in each.event.text)
    run.close()

    assert found(run) == expected


def test_correct_programs_get_no_hint(watching):
    run = watching.run(together(CORRECT, WAIT_FOR_IT))

    assert run.code == 0, run.errors
    assert run.errors == ""
    assert run.hints == []
    assert len(run.calls) > 100


def test_a_file_that_hides_the_module_is_named(watching):
    watching.write("import socket\nsocket.AF_INET\n", "socket.py")
    run = watching.run("import socket\n")

    assert found(run) == {"module-shadow": ("E", 2)}


def test_each_mistake_is_told_once_for_each_line(tmp_path):
    (tmp_path / "a.py").write_text('data == "x"\n' * 3)
    path = str(tmp_path / "a.py")
    told = []
    mistakes = Mistakes(lambda *hint: told.append(hint))
    for line in (1, 1, 2):
        text = "Comparison between bytes and string"
        mistakes.compared(Process(1), 5, text, path, line)
    mistakes.compared(Process(1), 5, "str() on a bytes instance", path, 3)

    assert [(moment, hint.line) for _, _, moment, hint in told] == [(5, 1), (5, 2)]


def test_a_hint_stands_at_the_socket_that_it_is_about(watching):
    run = watching.run("import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 1))\n")
    [hint] = [each for each in run.events if each.event.kind is Kind.HINT]

    assert hint.source.endpoint == "tcp://127.0.0.1:1"


@pytest.mark.parametrize("has_gaps", [False, True])
def test_what_does_not_add_up_where_calls_were_left_out_is_not_judged(tmp_path, has_gaps):
    (tmp_path / "a.py").write_text("page = sock.recv(512)\nsock.close()\n")
    told = []
    mistakes = Mistakes(lambda *hint: told.append(hint[-1].topic))
    end = End(2, STREAM, 3, 1, 0)
    end.other = End(2, STREAM, 4, 2, 0, has_gaps=has_gaps)
    for number, name in enumerate(("recv", "close"), 1):
        place = Place(str(tmp_path / "a.py"), number, "main", True, ())
        head = Process(1), number, "t", 1, end, name, (512,), (), place, None, None, 1
        received = (512, b"x") if name == "recv" else None
        mistakes.returned(Call(*head, waited=0, received=received, after=10))

    assert told == ([] if has_gaps else ["recv-smaller-than-message"])
