import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.export.formats.json_lines import JsonLines

PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


@given(st.binary(), st.text(), st.sampled_from(list(Kind)))
def test_each_event_is_one_object_on_a_line(payload, text, kind):
    event = Event(1_700_000_000_000_000_000, 2, kind, payload, text)
    content = JsonLines().head() + JsonLines().event(PEER, event, len(payload))

    (line,) = content.decode("ascii").splitlines()
    members = json.loads(line)
    assert base64.b64decode(members["payload"]) == payload
    assert (members["kind"], members["length"]) == (kind.word, len(payload))


def test_the_objects_are_those_of_the_command_line():
    event = Event(1_700_000_000_000_000_000, 2, Kind.RECEIVED, b"zhangsan")

    assert JsonLines().event(PEER, event, 8).decode() == named_event_object(PEER, event) + "\n"
