import re

from hypothesis import given
from hypothesis import strategies as st
from tests.journal.ladder.conftest import Ladder

from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.mermaid import mermaid, quoted

# What Mermaid's grammar for sequence diagrams takes of a line, with the entities it decodes first.
TEXT = r"(?:[^#;\n]|#\d+;)+"
LINE = re.compile(
    rf"    (?:participant L\d+ as {TEXT}|L\d+(?:->>|-->>|-\)|--\)|-x|--x)L\d+: {TEXT}"
    rf"|Note (?:left of|right of|over) L\d+: {TEXT})"
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
        "    Note left of L2: recv(1024) → b''",
        "    L2--xL3: reset (RST)",
        "    Note left of L2: reset",
    ]


@given(st.binary(max_size=40), st.text(max_size=40))
def test_every_line_is_one_of_mermaid(payload, text):
    ladder = Ladder()
    ladder.add(ladder.client._replace(name=text or "x"), Kind.SENT, payload)
    ladder.add(ladder.client, Kind.ERROR, text=text)
    for line in mermaid(ladder.picture()).splitlines():
        assert LINE.fullmatch(line), line


def test_what_has_a_meaning_is_escaped():
    assert quoted("%%{init}%% a;b#c:d<br>\\n") == (
        "#37;#37;#123;init#125;#37;#37; a#59;b#35;c#58;d#60;br#62;#92;n"
    )


def test_what_is_not_seen_is_escaped():
    # These turn the order of what follows, are no characters, or end a line.
    assert quoted("\u202ea\u2066\ufffe\ud800\u2028\r日本→") == (
        "#8238;a#8294;#65534;#55296;#8232;#13;日本→"
    )
