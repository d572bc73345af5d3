import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.journal.ladder.conftest import Ladder

from socket_workbench.journal.call_record import held_text
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.ladder.mermaid import mermaid, quoted

# What Mermaid's grammar for sequence diagrams takes of a line, with the entities it decodes first.
TEXT = r"(?:[^#;\n]|#\d+;)+"
LINE = re.compile(
    rf"    (?:participant L\d+ as {TEXT}|L\d+(?:->>|-->>|->|-->|-\)|--\)|-x|--x)L\d+: {TEXT}"
    rf"|(?:de)?activate L\d+|Note (?:left of|right of|over) L\d+: {TEXT})"
)


def test_a_conversation(ladder):
    ladder.add(ladder.listener, Kind.LISTENING)
    ladder.add(ladder.client, Kind.CONNECTED)
    ladder.add(ladder.accepted, Kind.ACCEPTED)
    ladder.add(ladder.client, Kind.SENT, b"hello; world")
    ladder.add(ladder.accepted, Kind.RECEIVED, b"hello; world")
    ladder.call(ladder.accepted, "recv(1024)", "b''", 1)
    ladder.add(ladder.accepted, Kind.RESET)
    assert mermaid(ladder.picture()).splitlines() == [
        "    participant L1 as Server 1<br/>127.0.0.1#58;13145",
        "    participant L2 as conn#58;1<br/>127.0.0.1#58;51342",
        "    participant L3 as Client 1<br/>127.0.0.1#58;51342",
        "    Note left of L1: listening",
        "    L3--)L1: SYN · SYN ACK · ACK",
        "    Note right of L3: connected",
        "    L1--)L2: accepted",
        "    L3->>L2: hello#59; world  12",
        "    activate L2",
        "    Note left of L2: recv(1024) → b''",
        "    deactivate L2",
        "    L2--xL3: reset (RST)",
        "    Note left of L2: reset",
    ]


def test_a_call_that_waits_is_a_bar_until_it_returns(ladder):
    ladder.add(ladder.listener, Kind.LISTENING)
    ladder.begin(ladder.listener, "accept()", 1)
    ladder.begin(ladder.accepted, "recv(1)", 2)
    ladder.add(ladder.client, Kind.SENT, b"x")
    ladder.call(ladder.accepted, "recv(1)", "b''", 2, 10**9)
    bars = [line.split(":")[0].strip() for line in mermaid(ladder.picture()).splitlines()[3:]]
    assert bars == [
        "Note left of L1",
        "activate L1",
        "Note left of L1",
        "activate L2",
        "Note left of L2",
        "L3->>L2",
        "Note left of L2",
        "deactivate L1",
        "deactivate L2",
    ]


def test_a_message_whose_send_is_held_is_a_line_without_a_head(ladder):
    ladder.add(ladder.client, Kind.SENT, b"later")
    text = held_text("send(b'')", "t", 1, 1)
    ladder.add(ladder.client, Kind.CALL_BEGUN, b"later", text)
    assert any("L2-->L1: later" in line for line in mermaid(ladder.picture()).splitlines())


def test_a_session_without_lifelines_has_a_participant_for_its_notes(ladder):
    ladder.add(SESSION, Kind.NOTE, text="The disk was full.")
    assert mermaid(ladder.picture()).splitlines() == [
        "    participant L1 as session",
        "    Note over L1: The disk was full.",
    ]


def test_a_note_of_the_session_stands_over_the_first_lifeline(ladder):
    ladder.add(ladder.client, Kind.SENT, b"x")
    ladder.add(SESSION, Kind.NOTE, text="The disk was full.")
    assert mermaid(ladder.picture()).splitlines()[-1] == "    Note over L1: The disk was full."


# What ends a block, begins one, or is an arrow or a comment, in Mermaid or in its directives.
WORDS = st.sampled_from(
    [
        "end",
        "END",
        "loop",
        "alt",
        "par",
        "rect",
        "note",
        "participant",
        "activate",
        "as",
        "wrap:",
        ":nowrap:",
        "title:",
        "autonumber",
        "links",
        "box",
        "create",
        "style:#1",
        "->>",
        "--x",
        "-)",
        "%%{init:{}}%%",
        "%%",
        ";",
        "#59;",
        "#end;",
        "<br>",
        "---",
        "+",
    ]
)
NAMES = WORDS | st.text(max_size=20)
KINDS = st.sampled_from([Kind.ERROR, Kind.NOTE, Kind.CLOSED, Kind.RESET, Kind.END_OF_STREAM])


def check_lines(lines):
    """Check each line by Mermaid's grammar, and that no bar ends which has not begun."""
    active: Counter[str] = Counter()
    known = set()
    for line in lines:
        assert LINE.fullmatch(line), line
        word, name, *_ = line.split()
        if word == "participant":
            known.add(name)
        elif word in ("activate", "deactivate"):
            active[name] += 1 if word == "activate" else -1
            assert active[name] >= 0
        assert set(re.findall(r"\bL\d+(?=[->:]|$)", line.partition(": ")[0])) <= known
    assert not active.total()


@given(st.lists(NAMES, min_size=3, max_size=3), st.data())
def test_every_line_is_one_of_mermaid_and_bars_are_balanced(names, data):
    ladder = Ladder(data.draw(st.sampled_from(["tcp", "udp"])))
    ladder.listener = ladder.listener._replace(name=names[0])
    ladder.accepted = ladder.accepted._replace(name=names[0], peer=names[2] or "peer")
    ladder.attempt = ladder.attempt._replace(name=names[1])
    ladder.client = ladder.client._replace(name=names[1])
    sources = [ladder.listener, ladder.accepted, ladder.attempt, ladder.client, SESSION]
    for number in range(data.draw(st.integers(1, 12))):
        source, text = data.draw(st.sampled_from(sources)), data.draw(NAMES)
        match data.draw(st.integers(0, 4)):
            case 0:
                payload = data.draw(st.binary(max_size=9)) or text.encode("utf-8", "replace")
                kind = data.draw(st.sampled_from([Kind.SENT, Kind.RECEIVED]))
                ladder.add(source, kind, payload)
            case 1:
                ladder.begin(source, f"{text}(1)", data.draw(st.integers(0, 3)))
            case 2:
                ladder.add(source, Kind.CALL_BEGUN, text=held_text("send(b'')", "t", 1, number))
            case 3:
                ladder.call(source, "recv(1)", text, data.draw(st.integers(0, 3)), 10**9)
            case _:
                ladder.add(source, data.draw(KINDS | st.just(Kind.CONNECTED)), text=text)
    check_lines(mermaid(ladder.picture()).splitlines())


def test_what_has_a_meaning_is_escaped():
    assert quoted("%%{init}%% a;b#c:d<br>\\n") == (
        "#37;#37;#123;init#125;#37;#37; a#59;b#35;c#58;d#60;br#62;#92;n"
    )


def test_what_is_not_seen_is_escaped():
    # These turn the order of what follows, are no characters, or end a line.
    assert quoted("\u202ea\u2066\ufffe\ud800\u2028\r日本→") == (
        "#8238;a#8294;#65534;#55296;#8232;#13;日本→"
    )
