"""Where a script is: in its own steps, and in those of the groups in it.

Groups are kept on a stack of their own: however deep they lie in each other, nothing here calls
itself.
"""

from dataclasses import dataclass

from socket_workbench.dialogues.script_steps import Group, If, Repeat, Step
from socket_workbench.dialogues.script_values import ScriptValues


@dataclass(slots=True)
class Level:
    """Steps that are being run: the script's own, or those of a group in it.

    Attributes:
        steps: the steps.
        group: the step they belong to; None for the script's own.
        first: the number of the first of them among all steps of the group.
        next: the place of the step to begin next.
        progress: the script's progress when this round began.
        rounds: how often they have been done.
        timer: the timer that ends a repetition; empty for none.
        is_late: whether that has run out.
        is_done: whether the steps are not done once more.
    """

    steps: tuple[Step, ...]
    group: Group | None = None
    first: int = 0
    next: int = 0
    progress: int = 0
    rounds: int = 0
    timer: str = ""
    is_late: bool = False
    is_done: bool = False


class Levels:
    """The place of the next step of a script.

    Args:
        steps: those of the script.
    """

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._levels = [Level(steps)]

    @property
    def innermost(self) -> Level:
        """The steps that are being run."""
        return self._levels[-1]

    def next_step(self) -> Step | None:
        """Return the step to begin next; None at the end of the innermost steps."""
        level = self._levels[-1]
        return level.steps[level.next] if level.next < len(level.steps) else None

    def take(self) -> tuple[int, ...]:
        """Count the next step as begun; returns its place in the script, and in each group."""
        self._levels[-1].next += 1
        return tuple(level.first + level.next - 1 for level in self._levels)

    def note_late(self, timer: str) -> None:
        """Take note that a timer has run out."""
        for level in self._levels:
            level.is_late = level.is_late or (level.timer == timer and bool(timer))

    def open(self, group: Group, values: ScriptValues, progress: int) -> Level:
        """Go into a group.

        Args:
            group: the group.
            values: for its condition.
            progress: how much has happened to the script.

        Raises:
            TemplateError: the condition cannot be judged.
        """
        level = Level(group.steps, group, progress=progress)
        if isinstance(group, If):
            holds = values.holds(group.condition)
            level.steps = group.then if holds else group.otherwise
            level.first = 0 if holds else len(group.then)
        self._levels.append(level)
        return level

    def end_round(self, values: ScriptValues, progress: int) -> Level | None:
        """Come to the end of a group: leave it, or begin it once more.

        Returns:
            The group's level; None where it would be begun for ever without anything happening.

        Raises:
            TemplateError: its condition cannot be judged.
        """
        level = self._levels[-1]
        level.rounds += 1
        level.is_done = _is_done(level, values)
        if level.is_done:
            self._levels.pop()
        elif level.progress == progress and not _is_counted(level.group):
            return None
        else:
            level.next, level.progress = 0, progress
        return level


def _is_done(level: Level, values: ScriptValues) -> bool:
    repeat = level.group
    if not isinstance(repeat, Repeat) or level.is_late:
        return True
    if repeat.times is not None and level.rounds >= repeat.times:
        return True
    return repeat.until is not None and values.holds(repeat.until)


def _is_counted(group: Group | None) -> bool:
    return isinstance(group, Repeat) and group.times is not None
