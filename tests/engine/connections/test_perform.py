from socket_workbench.dialogues.commands import (
    Ask,
    CancelTimer,
    CloseConnection,
    Finished,
    Note,
    SendEof,
    SendToOthers,
    Show,
    StartTimer,
    StepBegun,
)
from socket_workbench.engine.connections.perform import farewell, perform_one


class Witness:
    """A performer that writes down what it was told."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *details: self.calls.append((name, *details))


def test_every_command_is_carried_out_in_order():
    witness = Witness()
    updates = [Ask("who?"), Show(b"result"), StepBegun((0,), "send", 1), Finished(passed=True)]
    for command in [
        b"a",
        SendToOthers(b"b"),
        SendEof(),
        StartTimer("t", 1.5),
        CancelTimer("t"),
        Note("n"),
        CloseConnection("exit"),
        *updates,
    ]:
        perform_one(command, witness)
    assert witness.calls == [
        ("send", b"a"),
        ("send_to_others", b"b"),
        ("send_eof",),
        ("start_timer", "t", 1.5),
        ("cancel_timer", "t"),
        ("note", "n"),
        ("close_by_dialogue", "exit"),
        *(("direct", update) for update in updates),
    ]


def test_a_farewell_is_only_for_the_others_the_log_and_the_person():
    kept = [SendToOthers(b"b"), Note("n"), Finished(passed=False, reason="closed")]
    assert farewell([b"a", *kept, CloseConnection()]) == kept
