"""How a run of a scenario has ended, in one sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from socket_workbench.dialogues.commands import Finished
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import duration
from socket_workbench.language import tr, trn


class Verdict(NamedTuple):
    """How a run has ended, or that it has not.

    Attributes:
        tone: its tone.
        text: the sentence.
        decided_at: the time of the row that decided, in nanoseconds since 1970; 0 for none.
    """

    tone: Tone
    text: str
    decided_at: int = 0


class Part(NamedTuple):
    """What one client has contributed to a run.

    Attributes:
        client: its name.
        finished: how its script has ended; None if it has not.
        begun: how many steps it has begun.
        step: the number of the step at which it ended, from 1; 0 before the first.
        decided_at: as of `Verdict`.
        was_stopped: whether the user has stopped it.
    """

    client: str
    finished: Finished | None
    begun: int = 0
    step: int = 0
    decided_at: int = 0
    was_stopped: bool = False


def judge(parts: Sequence[Part], seconds: float, server_error: str = "") -> Verdict:
    """Return the verdict on a run.

    Args:
        parts: what its clients have contributed, those that ended first before the others.
        seconds: how long it has taken.
        server_error: why a server did not listen; empty if all did.
    """
    failed = [
        part
        for part in parts
        if part.finished is not None and not part.finished.passed and not part.was_stopped
    ]
    if failed:
        return _failure(failed[0])
    if server_error:
        return Verdict(Tone.ERROR, tr("Failed: {reason}", reason=server_error))
    if any(part.was_stopped and not _has_passed(part) for part in parts):
        return Verdict(Tone.IDLE, tr("Stopped"))
    if not parts or any(part.finished is None for part in parts):
        return Verdict(Tone.WAITING, tr("Running"))
    words = trn(
        "Passed, {count:,} step in {time}",
        "Passed, {count:,} steps in {time}",
        sum(part.begun for part in parts),
        time=duration(seconds),
    )
    return Verdict(Tone.OPEN, words)


def _has_passed(part: Part) -> bool:
    return part.finished is not None and part.finished.passed


def _failure(part: Part) -> Verdict:
    reason = part.finished.reason if part.finished is not None else ""
    if part.step:
        words = tr(
            "Failed at step {number} of {client}: {reason}",
            number=part.step,
            client=part.client,
            reason=reason,
        )
    else:
        words = tr(
            "{client} was not started: {reason}",
            client=part.client,
            reason=reason,
        )
    return Verdict(Tone.ERROR, words, part.decided_at)
