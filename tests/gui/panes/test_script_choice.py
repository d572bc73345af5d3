from socket_workbench.gui.panes.script_choice import ScriptChoice
from socket_workbench.scenarios.model import ClientDocument, StepDocument
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

ENDPOINT = parse_endpoint("tcp://127.0.0.1:6000")


def test_it_is_there_while_there_are_steps_and_can_be_switched_off(qtbot):
    choice = ScriptChoice()
    qtbot.addWidget(choice)
    assert choice.script("none", ENDPOINT) is None
    document = ClientDocument(endpoint=str(ENDPOINT), steps=[StepDocument(send="hello")])
    assert choice.offer(document) == 1
    assert choice.isVisible()
    assert choice.step_count() == 1
    script = choice.script("line", ENDPOINT)
    assert script is not None
    assert script(ENDPOINT).opened("peer")
    choice.click()
    assert (choice.step_count(), choice.script("line", ENDPOINT)) == (0, None)
    choice.offer(ClientDocument(endpoint=str(ENDPOINT)))
    assert not choice.isVisible()
