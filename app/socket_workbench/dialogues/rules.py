"""Answers by rules: states, and in each of them what is answered to which messages."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from socket_workbench.dialogues.base import CLOSE, NOTHING, Dialogue
from socket_workbench.dialogues.commands import (
    CloseConnection,
    Command,
    Commands,
    Note,
    SendEof,
    StartTimer,
    StateEntered,
)
from socket_workbench.dialogues.rules_book import Rule, RuleBook
from socket_workbench.dialogues.rules_matching import NO_GROUPS
from socket_workbench.language import mark, tr
from socket_workbench.values.mistake import TemplateError, Value, ValueProblem
from socket_workbench.values.source import Source
from socket_workbench.values.variables import Variables, check_size, total_size

MOST_WAITING = 1000
"""Events that may come while a reply waits; the conversation ends when there are more."""

MOST_WAITING_BYTES = 8 * 1024 * 1024
"""Bytes that these may have, unless one alone has more."""

_CLOSED = CloseConnection(mark("a rule said so"))
_RESET = CloseConnection(mark("a rule said so"), resets=True)
_CROWDED = CloseConnection(mark("too many messages came while a reply waited"))
_WAIT = "wait"

_Values = Mapping[str, Value]
_NO_TIME = 0.0


class _Event(NamedTuple):
    """What has happened: what it is called in rules, the message, and after which time."""

    on: str
    message: bytes = b""
    after: float = _NO_TIME


_Held = tuple[Rule, _Event, Mapping[str, bytes]]
"""The rule that holds, the event, and the groups that its pattern has found."""


class _Version:
    """Values of the shared variables, and the version that followed them."""

    __slots__ = ("_following", "values")

    def __init__(self, values: _Values) -> None:
        self.values = values
        self._following: dict[None, _Version] = {}

    @property
    def following(self) -> "_Version | None":
        return self._following.get(None)

    def follow(self, version: "_Version") -> bool:
        """Let a version follow this one, unless another one does; return whether it does."""
        return self._following.setdefault(None, version) is version


class SharedVariables:
    """The variables that all conversations of a server share.

    Thread-safe without a lock: exactly one version follows another, which one atomic operation on
    a dict decides. A thread that was interrupted between reading a version and following it finds
    that it is late, however many versions came meanwhile.
    """

    def __init__(self, values: _Values) -> None:
        # The newest version, or one from which it is reached.
        self._known = _Version(values)

    @property
    def values(self) -> _Values:
        """The values as they are now; never changed in place."""
        return self._newest().values

    def change(self, changed: Callable[[_Values], _Values]) -> None:
        """Replace the values.

        Args:
            changed: returns the new values for the old ones. It is called again where another
                thread was quicker.
        """
        while not (version := self._newest()).follow(_Version(changed(version.values))):
            pass

    def _newest(self) -> _Version:
        version = self._known
        while (following := version.following) is not None:
            version = following
        self._known = version
        return version


class Rules(Dialogue):
    """One conversation: the state it is in, its variables, and how often each rule has held.

    What happens while a rule waits is looked at when the wait is over, in its order.
    """

    def __init__(self, book: RuleBook, shared: SharedVariables) -> None:
        """Prepare a conversation.

        Args:
            book: the rules.
            shared: the variables of the server.
        """
        self._book = book
        self._shared = shared
        self._source = Source(book.seed)
        self._variables = Variables(book.variables)
        self._state = next(iter(book.states))
        self._peer = ""
        self._held: Counter[Rule] = Counter()
        self._events: deque[_Event] = deque()
        self._events_size = 0
        self._waiting: _Held | None = None
        self._is_over = False

    def opened(self, peer: str) -> Commands:
        """Send the banner, and do what the rule for connecting says."""
        self._peer = peer
        commands: list[Command] = [StateEntered(self._state)]
        values = self._values(b"")
        try:
            commands += [template.fill(values, self._source) for template in self._book.banner]
        except TemplateError as error:
            commands.append(_failed(tr("the banner"), error))
        commands += [*self._timers("silence"), *self._timers("timer")]
        self._events.append(_Event("connect"))
        return self._go_on(commands)

    def received(self, message: bytes) -> Commands:
        """Do what the first rule says that matches."""
        return self._take(_Event("message", message))

    def end_of_stream(self) -> Commands:
        """Do what the rule for the end says, and close once that is done."""
        return self._take(_Event("end"))

    def timer(self, name: str) -> Commands:
        """Go on after a wait, or do what the rule of this timer says."""
        if name != _WAIT:
            on, after, state = name.split(" ", 2)
            # The timer of a state that has been left means nothing any more.
            if state != self._state:
                return NOTHING
            return self._take(_Event(on, after=float(after)))
        if self._waiting is None:
            return NOTHING
        commands = self._done(*self._waiting)
        self._waiting = None
        return self._go_on(commands)

    def _take(self, event: _Event) -> Commands:
        size = self._events_size + len(event.message)
        if len(self._events) >= MOST_WAITING or (self._events and size > MOST_WAITING_BYTES):
            return (_CROWDED,)
        self._events_size = size
        self._events.append(event)
        return NOTHING if self._waiting is not None else self._go_on([])

    def _go_on(self, commands: list[Command]) -> list[Command]:
        """Look at what has happened, until a rule has to wait."""
        while self._events and not self._is_over:
            event = self._events.popleft()
            self._events_size -= len(event.message)
            rule, groups = self._rule_for(event, commands)
            if event.on == "message":
                commands += self._timers("silence")
            elif event.after:
                commands += self._timers(event.on, event.after)
            if rule is None:
                if event.on == "end":
                    commands += CLOSE
                continue
            self._held[rule] += 1
            if rule.wait is not None:
                self._waiting = (rule, event, groups)
                commands.append(StartTimer(_WAIT, self._source.random.uniform(*rule.wait)))
                break
            commands += self._done(rule, event, groups)
        return commands

    def _rule_for(
        self, event: _Event, commands: list[Command]
    ) -> tuple[Rule | None, Mapping[str, bytes]]:
        """Find the rule that holds, and the groups of its pattern.

        Args:
            event: what has happened.
            commands: takes a note of each condition that cannot be judged; its rule does not hold.
        """
        rules = self._book.states[self._state]
        if self._book.default is not None:
            rules = (*rules, self._book.default)
        on, message, after = event
        for rule in rules:
            if rule.on != on or rule.after != after:
                continue
            if rule.times is not None and self._held[rule] >= rule.times:
                continue
            groups = rule.match(message) if on == "message" else NO_GROUPS
            if groups is not None and (
                not rule.conditions or self._holds(rule, message, groups, commands)
            ):
                return rule, groups
        return None, NO_GROUPS

    def _holds(
        self, rule: Rule, message: bytes, groups: Mapping[str, bytes], commands: list[Command]
    ) -> bool:
        """Return whether every condition of a rule holds."""
        values = {**self._values(message), **groups}
        try:
            return all(each.holds(values, self._source) for each in rule.conditions)
        except (TemplateError, ValueProblem) as error:
            commands.append(_failed(rule.words, error))
            return False

    def _done(self, rule: Rule, event: _Event, groups: Mapping[str, bytes]) -> list[Command]:
        """Return what a rule does."""
        enters = rule.go is not None and rule.go != self._state
        words = tr("{rule}, then state {state}", rule=rule.words, state=rule.go or "")
        commands: list[Command] = [Note(words if enters else rule.words)]
        try:
            self._variables.update(groups)
            commands += self._answered(rule, event.message)
        except (TemplateError, ValueProblem) as error:
            commands.append(_failed(rule.words, error))
        if rule.go is not None and enters:
            self._state = rule.go
            commands.append(StateEntered(self._state))
            commands += [*self._timers("silence"), *self._timers("timer")]
        if rule.then == "half-close":
            commands.append(SendEof())
        elif rule.then in ("close", "reset"):
            commands.append(_CLOSED if rule.then == "close" else _RESET)
            self._is_over = True
        elif event.on == "end":
            commands += CLOSE
        return commands

    def _answered(self, rule: Rule, message: bytes) -> list[Command]:
        """Set a rule's variables, then fill its note and its replies.

        Raises:
            TemplateError: a value does not fit where it is used.
            ValueProblem: the variables would have too many bytes.
        """
        values = {} if rule.is_constant else self._values(message)
        for name, template in rule.sets:
            values[name] = template.fill(values, self._source)
            self._variables.set(name, values[name])
        if rule.server_sets:
            self._shared.change(lambda shared: self._shared_after(rule, values, shared))
            values.update(self._shared.values)
        commands: list[Command] = []
        if rule.note is not None:
            text = rule.note.fill(values, self._source)
            commands.append(Note(text.decode("utf-8", "backslashreplace")))
        return [*commands, *(template.fill(values, self._source) for template in rule.replies)]

    def _shared_after(self, rule: Rule, values: Mapping[str, Value], shared: _Values) -> _Values:
        known = {**values, **shared}
        new = dict(shared)
        for name, template in rule.server_sets:
            known[name] = new[name] = template.fill(known, self._source)
        check_size(total_size(new))
        return new

    def _values(self, message: bytes) -> dict[str, Value]:
        return {
            **self._shared.values,
            **self._variables.values,
            "message": message,
            "length": len(message),
            "peer": self._peer,
            "state": self._state,
        }

    def _timers(self, on: str, after: float | None = None) -> list[Command]:
        """Start a timer for each time that rules of the state have on an event, or for one."""
        rules = self._book.states[self._state]
        times = dict.fromkeys(rule.after for rule in rules if rule.on == on)
        return [
            StartTimer(f"{on} {each} {self._state}", each)
            for each in times
            if after is None or after == each
        ]


def _failed(words: str, error: TemplateError | ValueProblem) -> Note:
    return Note(tr("{rule} could not be carried out: {reason}", rule=words, reason=error))
