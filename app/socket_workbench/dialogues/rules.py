"""Answers by rules: states, and in each of them what is answered to which messages."""

from collections import Counter, deque

from socket_workbench.dialogues.base import CLOSE, NOTHING, Dialogue
from socket_workbench.dialogues.commands import (
    CloseConnection,
    Command,
    Commands,
    Note,
    SendEof,
    StartTimer,
)
from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument
from socket_workbench.language import mark, tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.payload.template import fill

MOST_WAITING = 1000
"""Events that may come while a reply waits; the conversation ends when there are more."""

_CLOSED = CloseConnection(mark("a rule said so"))
_CROWDED = CloseConnection(mark("too many messages came while a reply waited"))
_WAIT = "wait"


class Rules(Dialogue):
    """One conversation: the state it is in, and how often each rule has held.

    What happens while a reply waits is looked at when the wait is over, in its order.
    """

    def __init__(self, document: RulesDocument) -> None:
        self._banner = RuleDocument(reply=document.banner).replies()
        self._states = {state.name: state.rules for state in document.states}
        self._state = document.states[0].name
        self._peer = ""
        self._held: Counter[tuple[str, int]] = Counter()
        self._events: deque[tuple[str, bytes]] = deque()
        self._waiting: list[Command] | None = None
        self._is_over = False

    def opened(self, peer: str) -> Commands:
        """Send the banner."""
        self._peer = peer
        return [*self._filled(self._banner, b""), *self._timers("silence", "timer")]

    def received(self, message: bytes) -> Commands:
        """Do what the first rule says that matches."""
        return self._take("message", message)

    def end_of_stream(self) -> Commands:
        """Do what the rule for the end says, and close once that is done."""
        return self._take("end", b"")

    def timer(self, name: str) -> Commands:
        """Go on after a wait, or do what the rule of this timer says."""
        if name != _WAIT:
            event, _, state = name.partition(" ")
            # The timer of a state that has been left means nothing any more.
            return self._take(event, b"") if state == self._state else NOTHING
        commands, self._waiting = self._waiting or [], None
        return self._go_on(commands)

    def _take(self, event: str, message: bytes) -> Commands:
        if len(self._events) >= MOST_WAITING:
            return (_CROWDED,)
        self._events.append((event, message))
        return NOTHING if self._waiting is not None else self._go_on([])

    def _go_on(self, commands: list[Command]) -> list[Command]:
        """Look at what has happened, until a reply has to wait."""
        while self._events and not self._is_over:
            event, message = self._events.popleft()
            index = self._rule_for(event, message)
            if event in ("message", "silence"):
                commands += self._timers("silence")
            if event == "timer":
                commands += self._timers("timer")
            if index is not None:
                rule = self._states[self._state][index]
                done = self._done(rule, index, message)
                if event == "end" and rule.then is None:
                    done += CLOSE
                if rule.wait is not None:
                    self._waiting = done
                    commands.append(StartTimer(_WAIT, parse_duration(rule.wait)))
                    break
                commands += done
            elif event == "end":
                commands += CLOSE
        return commands

    def _rule_for(self, event: str, message: bytes) -> int | None:
        for index, rule in enumerate(self._states[self._state]):
            is_left = rule.times is None or self._held[self._state, index] < rule.times
            if rule.on == event and is_left and (event != "message" or _matches(rule, message)):
                return index
        return None

    def _done(self, rule: RuleDocument, index: int, message: bytes) -> list[Command]:
        self._held[self._state, index] += 1
        commands: list[Command] = [
            Note(tr("rule {number} of state {state}", number=index + 1, state=self._state))
        ]
        if rule.note is not None:
            commands.append(Note(rule.note))
        commands += self._filled(rule.replies(), message)
        if rule.go is not None and rule.go != self._state:
            self._state = rule.go
            commands += self._timers("silence", "timer")
        if rule.then == "half-close":
            commands.append(SendEof())
        elif rule.then == "close":
            commands.append(_CLOSED)
            self._is_over = True
        return commands

    def _filled(self, templates: list[str], message: bytes) -> list[bytes]:
        values: dict[str, bytes | str] = {
            "message": message,
            "length": str(len(message)),
            "peer": self._peer,
            "state": self._state,
        }
        return [fill(template, values) for template in templates]

    def _timers(self, *events: str) -> list[Command]:
        """Start the timers of the state's rules on these events; the first of each counts."""
        commands: list[Command] = []
        for event in events:
            after = [rule.after for rule in self._states[self._state] if rule.on == event]
            if after and after[0] is not None:
                seconds = parse_duration(after[0])
                commands.append(StartTimer(f"{event} {self._state}", seconds))
        return commands


def _matches(rule: RuleDocument, message: bytes) -> bool:
    if rule.any:
        return True
    if rule.length is not None:
        return len(message) == rule.length
    if rule.hex is not None:
        return message == bytes.fromhex(rule.hex)
    texts = (rule.equals, rule.contains, rule.starts, rule.ends)
    part = fill(next(text for text in texts if text is not None), {})
    if rule.ignore_case:
        part, message = part.lower(), message.lower()
    if rule.equals is not None:
        return message == part
    if rule.contains is not None:
        return part in message
    return message.startswith(part) if rule.starts is not None else message.endswith(part)
