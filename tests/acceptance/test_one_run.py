"""A document is run in the window as on the command line: same events, results and sentences."""

import json
import re
import socket
from collections import defaultdict
from contextlib import closing

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.dialogues.commands import Ask, Finished, Show, StepBegun
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.session.session import Session
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.builtin import builtin_path, scenario_names
from socket_workbench.scenarios.load import load_scenario

PATIENCE = 40_000

ANSWERS = {
    "udp-echo": ["hello", "grüß dich", "exit"],
    "square": ["67"],
    "calculator": ["add", "7", "4"],
    "chosen": ["none of them", "b"],
}

END_KINDS = (Kind.END_OF_STREAM, Kind.HALF_CLOSED, Kind.CLOSED, Kind.RESET, Kind.STOPPED)
"""When all clients are through, the command line ends everything at once: what ends by itself at
that moment may or may not be seen, so that what follows the first end is left aside."""


def server(name, endpoint="tcp://127.0.0.1:0", dialogue="echo"):
    return f'[[servers]]\nname = "{name}"\nendpoint = "{endpoint}"\ndialogue = "{dialogue}"\n'


def client(name, *steps, endpoint="tcp://127.0.0.1:0"):
    return f"[[clients]]\nname = '{name}'\nendpoint = '{endpoint}'\nsteps = [{', '.join(steps)}]\n"


ECHOED = ("{ send = 'a' }", "{ expect = 'a' }")
IN_USE, REFUSED, NOT_OURS = (
    "tcp://127.0.0.1:IN_USE",
    "tcp://127.0.0.1:REFUSED",
    "tcp://203.0.113.1:9",
)

HOSTILE = {
    "in use": server("s", IN_USE) + client("c", *ECHOED, endpoint=IN_USE),
    "second in use": server("s") + server("t", IN_USE) + server("u") + client("c") + client("d"),
    "cannot bind": server("s", NOT_OURS) + client("c", *ECHOED, endpoint=NOT_OURS),
    "other comes": server("s") + client("c", "{ send = 'a' }", "{ expect = 'b' }"),
    "too late": (
        server("s", dialogue="print-only") + client("c", "{ expect = 'b', within = '50ms' }")
    ),
    "refused": client("c", *ECHOED, endpoint=REFUSED),
    "refused without steps": client("c", endpoint=REFUSED),
    "two clients": server("s") + client("c", *ECHOED) + client("d", *ECHOED),
    "one of two refused": (
        server("s") + client("c", *ECHOED, endpoint=REFUSED) + client("d", *ECHOED)
    ),
    "both fail": (
        server("s") + client("c", "{ send = '1' }", "{ expect = '2' }")
        + client("d", "{ expect_close = true, within = '50ms' }")
    ),
    "the peer leaves": (
        server("s", dialogue="welcome")
        + client("c", "{ expect = 'Welcome!' }", "{ send = 'exit' }", "{ expect = 'more' }")
    ),
    "closed too early": server("s") + client("c", *ECHOED, "{ close = true }", "{ send = 'a' }"),
    "without steps": server("s") + client("c"),
    "chosen": (
        server("s")
        + client(
            "c",
            "{ ask = 'Which?', into = 'x', choices = ['a', 'b'] }",
            "{ send = '{{x}} {{host}}' }",
            "{ expect = 'b 127.0.0.1' }",
            "{ show = 'got {{x}}' }",
        )
    ),
    "one port for two": (
        server("s") + server("t", "udp://127.0.0.1:0")
        + client("c", *ECHOED) + client("d", *ECHOED, endpoint="udp://127.0.0.1:0")
    ),
    "fifty": "".join(server(f"s{n}") for n in range(50)) + client("c", *ECHOED),
}  # fmt: skip


@pytest.fixture
def document(tmp_path):
    """Writes a document, built-in or hostile, on free ports where it can be; returns its file."""
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        ports = {"IN_USE": taken, "REFUSED": unused}

        def write(name):
            if name in HOSTILE:
                text = f'format = 1\ntitle = "T"\n{HOSTILE[name]}'
                for word, at in ports.items():
                    text = text.replace(word, str(at.getsockname()[1]))
            else:
                text = builtin_path(name).read_text("utf-8")
                text = re.sub(r'(endpoint = ".*):\d+"', r'\1:0"', text)
                # Panes have a name of their own where the document says only what they are.
                text = re.sub(r'name = "(server|client)"', r'name = "the \1"', text)
                if name != "chat-room":
                    # Nothing hangs on how long these are.
                    text = re.sub(r'wait = "(\d)s"', r'wait = "\g<1>00ms"', text)
            file = tmp_path / "document.toml"
            file.write_text(text, "utf-8")
            return file

        yield write


def comparable(text):
    """Leave out what differs from one run to the next on the command line itself."""
    text = re.sub(r"/socket-workbench-\w+/", "/FOLDER/", text)
    text = re.sub(r"(127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d+", r"\1:PORT", text)
    return re.sub(r"Date: [^\r]*", "Date", text)


def recorded(path):
    """What each endpoint and each connection of a session did, up to its end."""
    told: dict[tuple[str, str, int], list[tuple[Kind, str]]] = defaultdict(list)
    places: dict[tuple[str, str], dict[int, int]] = {}
    with closing(Reader(path)) as reader:
        for row in reader.rows(0, reader.count()):
            role, name = row.source.role.value, row.source.name
            same = places.setdefault((role, name), {})
            place = same.setdefault(row.source.number, len(same))
            done = told[role, name, place]
            if done and done[-1][0] in END_KINDS:
                continue
            text = comparable(row.text)
            payload = comparable(reader.payload(row.number).decode("latin-1"))
            if row.kind is Kind.RECEIVED and done and done[-1][0] is row.kind:
                # How a stream is cut into reads is the system's affair.
                done[-1] = (row.kind, done[-1][1] + payload)
            else:
                done.append((row.kind, payload or text))
    return {key: [each for each in done if each[0] not in END_KINDS] for key, done in told.items()}


def without_others(record):
    """Leave out what peers hear of each other: who comes and leaves first is nobody's rule."""
    heard = {("client", Kind.RECEIVED), ("server", Kind.SENT)}
    return {
        key: [(kind, text) for kind, text in done if (key[0], kind) not in heard]
        for key, done in record.items()
    }


def without_accepted(record):
    """Leave out the connections of servers."""
    return {
        key: done
        for key, done in record.items()
        if key[0] != "server" or (Kind.LISTENING in [kind for kind, _ in done])
    }


def as_object(update):
    """Return an update as `run --json` prints it, without its time."""
    match update:
        case StepBegun(path, description, number):
            return ("step", number, list(path), description)
        case Ask(question, choices):
            return ("ask", question, list(choices))
        case Show(content, form):
            return ("show", form, comparable(content.decode("latin-1")))
        case Finished(passed, reason):
            return ("finished", passed, comparable(reason))


def from_object(found):
    match found["kind"]:
        case "step":
            return ("step", found["number"], found["path"], found["text"])
        case "ask":
            return ("ask", found["text"], found["choices"])
        case "show":
            text = found["text"].encode().decode("latin-1")
            return ("show", found["form"], comparable(text))
        case "finished":
            return ("finished", found["passed"], comparable(found["text"]))


def on_the_command_line(file, answers, session, capsys):
    """Run it; returns what clients came to, how it ended with which sentence, and the record."""
    words = [word for answer in answers for word in ("--answer", answer)]
    parsed = parse(["run", str(file), "--json", "--record", str(session), *words])
    code = parsed.command(parsed)
    output, errors = capsys.readouterr()
    told = defaultdict(list)
    for found in map(json.loads, output.splitlines()):
        if "client" in found:
            told[found["client"]].append(from_object(found))
    return dict(told), code, comparable(errors.strip()), recorded(session)


def in_panes(file, answers, session, board, qtbot):
    """Run it; returns the same as the command line does, from what the panes show."""
    answers = list(answers)
    told = defaultdict(list)
    board.set_up(load_scenario(file))
    qtbot.waitUntil(lambda: not board.portions.is_busy, timeout=PATIENCE)
    clients = [pane for pane in board.clients.panes() if isinstance(pane, ClientPane)]

    def take(pane, update):
        told[pane.name].append(as_object(update))
        if isinstance(update, Ask):
            pane.script.answered.emit(answers.pop(0))

    for pane in clients:
        pane._bridge.updated.connect(lambda update, pane=pane: take(pane, update))
    board.stage.run()
    for pane in clients:
        qtbot.waitUntil(lambda pane=pane: pane.script.chip.word() != "", timeout=PATIENCE)
    for pane in board.panes():
        qtbot.waitUntil(lambda pane=pane: pane._shown_state is pane.state, timeout=PATIENCE)
    notices = [pane.notice.text() for pane in board.panes() if pane.state.is_over]
    sentence = next(filter(None, notices), "")
    words = [pane.script.chip.word() for pane in clients]
    for pane in clients:
        (*_, passed, reason) = told[pane.name][-1]
        assert pane.script.chip.word() == ("PASSED" if passed else "FAILED")
        # The reason is shown once: above the steps where it never was connected.
        shown = comparable(pane.script.beside.progress() + pane.notice.text())
        assert passed or shown.count(reason) == 1
    code = 3 if sentence else int("FAILED" in words)
    board.stop_all()
    qtbot.waitUntil(lambda: not board.is_live, timeout=PATIENCE)
    session.journal.flush()
    return dict(told), code, comparable(sentence), recorded(session.path)


@pytest.fixture
def printed(document, tmp_path, capsys, name):
    return on_the_command_line(document(name), ANSWERS.get(name, []), tmp_path / "r.swb", capsys)


@pytest.fixture
def session(qapp, printed):
    # After the command: one that leaves threads beside it ends the process.
    session = Session()
    yield session
    assert session.threads.wait_all(PATIENCE) == []
    session.close()


@pytest.fixture
def board(qtbot, session):
    board = PaneBoard(session)
    yield board
    board.stop_all()
    for area in (board.servers, board.clients):
        for pane in area.panes():
            area.remove(pane)
        area.deleteLater()
    board.deleteLater()


@pytest.mark.parametrize("name", [*scenario_names(), *HOSTILE])
def test_both_do_the_same(qtbot, printed, session, board, document, name):
    shown = in_panes(document(name), ANSWERS.get(name, []), session, board, qtbot)

    assert printed[0]
    if name == "chat-room":
        shown, printed = [(*each[:3], without_others(each[3])) for each in (shown, printed)]
    if name == "without steps":
        # The client is through once it is connected, which the server may not have seen by then.
        shown, printed = [(*each[:3], without_accepted(each[3])) for each in (shown, printed)]
    for said, meant in zip(shown, printed, strict=True):
        assert said == meant


def test_every_scenario_is_among_them():
    assert set(scenario_names()) == {
        each.stem for each in resource_folder("scenarios").glob("*.toml")
    }
