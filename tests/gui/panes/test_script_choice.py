import pytest

from socket_workbench.dialogues.script_steps import SendMessage
from socket_workbench.gui.panes.script_choice import ScriptChoice
from socket_workbench.scenarios.model import ClientDocument, StepDocument
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

ENDPOINT = parse_endpoint("tcp://127.0.0.1:6000")


def test_it_is_there_while_there_are_steps_and_can_be_switched_off(qtbot):
    choice = ScriptChoice()
    qtbot.addWidget(choice)
    assert choice.script("none", ENDPOINT) is None
    document = ClientDocument(endpoint=str(ENDPOINT), steps=[StepDocument(send="hello")])
    assert choice.offer(document) == (SendMessage("hello"),)
    assert choice.isVisible()
    assert choice.steps() == (SendMessage("hello"),)
    script = choice.script("line", ENDPOINT)
    assert script is not None
    assert script(ENDPOINT).opened("peer")
    choice.click()
    assert (choice.steps(), choice.script("line", ENDPOINT)) == ((), None)
    choice.offer(ClientDocument(endpoint=str(ENDPOINT)))
    assert not choice.isVisible()


def place(document, address):
    choice = ScriptChoice()
    choice.offer(document)
    return choice.foreign_place(parse_endpoint(address))


HELLO = [StepDocument(send="hello")]
HERE = ClientDocument(endpoint="tcp://127.0.0.1:6000", steps=HELLO)


@pytest.mark.parametrize(
    ("written", "address", "is_foreign"),
    [
        ("tcp://127.0.0.1:6000", "tcp://127.0.0.1:7000", False),
        ("tcp://127.0.0.1:6000", "tcp://[::1]:6000", False),
        ("tcp://127.0.0.1:6000", "tcp://localhost:6000", False),
        ("tcp://127.0.0.1:6000", "tcp://0.0.0.0:6000", False),
        ("tcp://127.0.0.1:6000", "tcp://192.0.2.1:6000", True),
        ("tcp://127.0.0.1:6000", "tcp://device.example:6000", True),
        ("tcp://192.0.2.1:6000", "tcp://192.0.2.1:6000", False),
        ("tcp://192.0.2.1:6000", "tcp://192.0.2.1:6001", True),
        ("tcp://192.0.2.1:6000", "udp://192.0.2.1:6000", True),
        ("unix:///tmp/a.sock", "unix:///tmp/b.sock", False),
    ],
)
def test_a_place_that_is_neither_here_nor_in_the_document_is_foreign(
    qtbot, written, address, is_foreign
):
    document = ClientDocument(endpoint=written, name="c", steps=HELLO)
    found = place(document, address)
    assert (found is not None) is is_foreign
    assert found is None or found[0::2] == ("c", address)
    assert place(ClientDocument(endpoint=written), address) is None


def test_another_script_is_another_question(qtbot):
    other = ClientDocument(endpoint=HERE.endpoint, steps=[StepDocument(send="other")])
    scripts = {place(each, "tcp://192.0.2.1:1").script for each in (HERE, HERE, other)}
    assert len(scripts) == 2


def test_the_steps_come_back_after_a_restart_and_nonsense_does_no_harm():
    document = ClientDocument(endpoint=str(ENDPOINT), steps=[StepDocument(send="hello")])
    before, after = ScriptChoice(), ScriptChoice()
    assert before.written() == ""
    before.offer(document)
    assert after.read(before.written()) == (SendMessage("hello"),)
    assert after.document == document
    for nonsense in (
        None,
        5,
        "",
        "{}",
        "[",
        '{"endpoint": "tcp://a:1", "steps": [{"send": "\\x"}]}',
    ):
        assert after.read(nonsense) == (SendMessage("hello"),)
        assert after.document == document


def test_steps_without_an_address_of_their_own_do_not_come_back(qtbot):
    kept, restored = ScriptChoice(), ScriptChoice()
    kept.offer(HERE)
    assert restored.read(kept.written().replace("6000", "70000")) == ()
