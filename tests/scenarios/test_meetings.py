import threading

import pytest

from socket_workbench.dialogues.commands import Show
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.journal import Journal
from socket_workbench.scenarios.load import parse_scenario
from socket_workbench.scenarios.runner import ScenarioRun

PATIENCE = 20
HEAD = 'format = 1\ntitle = "T"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\nframing = "line"\n'
CLIENT = (
    '[[clients]]\nname = "{}"\nendpoint = "tcp://127.0.0.1:0"\nframing = "line"\nsteps = [{}]\n'
)


@pytest.fixture
def run():
    """Run clients with these steps; returns what they showed, and why they failed."""

    def conduct(**steps):
        shown, through = [], threading.Event()
        text = HEAD + "".join(CLIENT.format(name, each) for name, each in steps.items())
        journal = Journal([])

        def told(client, update):
            if isinstance(update, Show):
                shown.append((list(steps)[client], update.content.decode()))

        def changed():
            if running.finished:
                through.set()

        running = ScenarioRun.of(
            parse_scenario(text, "t"), journal, PlainThreads(), on_update=told, on_change=changed
        )
        running.start()
        assert through.wait(PATIENCE)
        running.stop()
        assert running.join(PATIENCE)
        journal.close()
        return shown, [result.reason for result in running.results if result is not None]

    return conduct


def test_nobody_goes_on_before_the_last_has_come(run):
    shown, reasons = run(
        anna="{ show = '1' }, { meet = 'a' }, { meet = 'b' }, { show = '3' }",
        ben="{ meet = 'a' }, { show = '2' }, { meet = 'b' }",
    )

    assert [text for _, text in shown] == ["1", "2", "3"]
    assert reasons == ["", ""]


def test_values_are_given_to_the_others(run):
    shown, _ = run(
        anna="{ set = { x = 'a', y = 'a' } }, { meet = 'm', share = ['x'] },"
        " { show = '{{x}}{{y}}' }",
        ben="{ set = { x = 'b', y = 'b' } }, { meet = 'm', share = ['y'] },"
        " { show = '{{x}}{{y}}' }",
        cleo="{ meet = 'm' }, { show = '{{x}}{{y}}' }",
    )

    assert set(shown) == {("anna", "ab"), ("ben", "ab"), ("cleo", "ab")}


def test_a_meeting_is_held_in_each_round(run):
    rounds = (
        "{ set = { n = '0' } }, { repeat = [{ set = { n = '{{n + 1}}' } }, { meet = 'm' },"
        " { show = '{{n}}' }, { meet = 'e' }], times = 20 }"
    )
    shown, reasons = run(anna=rounds, ben=rounds)

    assert [int(text) for _, text in shown] == [number for number in range(1, 21) for _ in "ab"]
    assert reasons == ["", ""]


@pytest.mark.parametrize(
    ("steps", "part"),
    [
        ("{ send = 'x' }, { expect = 'y' }, { meet = 'm' }", "ben has ended"),
        ("{ expect = 'y', within = '1ms' }, { meet = 'm' }", "ben has ended"),
        ("{ if = { variable = 'port', equals = '' }, then = [{ meet = 'm' }] }", "ben has ended"),
    ],
)
def test_who_has_ended_is_not_waited_for(run, steps, part):
    _, reasons = run(anna="{ meet = 'm', within = '1h' }", ben=steps)

    assert part in reasons[0]


def test_a_meeting_has_its_time(run):
    _, reasons = run(
        anna="{ meet = 'm', within = '1ms' }", ben="{ wait = '100ms' }, { meet = 'm' }"
    )

    assert "did not come to the meeting m" in reasons[0]
    assert "anna has ended" in reasons[1]
