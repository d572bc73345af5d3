"""Reads the rules of a document once, and finds every mistake in them. Nothing is run."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from socket_workbench.dialogues.rules_book import Rule, RuleBook
from socket_workbench.dialogues.rules_conditions import read_conditions
from socket_workbench.dialogues.rules_document import (
    ENDINGS,
    EVENTS,
    MATCHES,
    RuleDocument,
    RulesDocument,
    listed,
)
from socket_workbench.dialogues.rules_matching import (
    Match,
    every_message,
    pattern_match,
    read_match,
)
from socket_workbench.language import tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.values.budget import Budget, BudgetError
from socket_workbench.values.evaluation import AFTER, BEFORE
from socket_workbench.values.mistake import Value
from socket_workbench.values.patterns import Pattern, compile_pattern, names_in
from socket_workbench.values.source import Source
from socket_workbench.values.template import (
    Template,
    compile_hex,
    compile_plain,
    compile_template,
)

MOST_RULES = 1000
"""Rules that one server may have, over all of its states."""

MOST_VARIABLES = 1000
"""Variables that one server may have, groups of patterns included."""

MOST_MISTAKES = 100
"""Mistakes after which no further rule is read."""

VALUES = {
    "message": "what came",
    "length": "how many bytes came",
    "peer": "the other side's address",
    "state": "the state that the conversation is in",
}
"""What `{{name}}` may stand for beside variables, and what that is, for the documentation."""

SERVER = "server."
"""What the names of variables begin with that all conversations of a server share."""

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_T = TypeVar("_T")


@dataclass(slots=True)
class RulesReader:
    """Reads rules.

    Attributes:
        document: what is read.
        budget: of the document that they are in, in which templates and patterns are counted.
        mistakes: the path and a sentence for each mistake.
        is_ended: whether the budget is used up, which one of these says; nothing more is read.
    """

    document: RulesDocument
    budget: Budget = field(default_factory=Budget)
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    is_ended: bool = False
    _names: set[str] = field(default_factory=set)
    _states: list[str] = field(default_factory=list)
    _patterns: dict[tuple[str, bool], Pattern] = field(default_factory=dict)

    def read(self) -> RuleBook | None:
        """Return the rules; None where there are mistakes."""
        document = self.document
        if not self._is_small():
            return None
        self._states = [state.name for state in document.states]
        seen: set[str] = set()
        for number, state in enumerate(document.states):
            if state.name in seen:
                problem = tr("there is a state '{name}' already.", name=state.name)
                self.mistakes.append((f"states[{number}].name", problem))
            seen.add(state.name)
        variables = self._variables("variables", document.variables, "")
        shared = self._variables("server_variables", document.server_variables, SERVER)
        # A group that has not been found yet is empty.
        variables = dict.fromkeys(self._read_patterns(), b"") | variables
        if len(variables) + len(shared) > MOST_VARIABLES:
            problem = tr("at most {most:,} variables are possible.", most=MOST_VARIABLES)
            self.mistakes.append(("variables", problem))
            return None
        variables = {**document.given, **variables}
        self._names = {*VALUES, *variables, *shared}
        banner = self._templates("banner", document.banner, compile_template)
        default = None
        if document.default is not None:
            default = self._default(document.default)
        states = {}
        for number, state in enumerate(document.states):
            path = f"states[{number}].rules"
            rules = [
                self._rule(f"{path}[{index}]", rule, _words(rule, index, state.name))
                for index, rule in enumerate(state.rules)
                if not self._is_full
            ]
            states[state.name] = tuple(rule for rule in rules if rule is not None)
        if self.mistakes:
            return None
        return RuleBook(banner, variables, shared, document.seed, default, states)

    def _is_small(self) -> bool:
        states = self.document.states
        if not states:
            self.mistakes.append(("states", tr("rules need a state.")))
        if sum(len(state.rules) for state in states) > MOST_RULES:
            problem = tr("at most {most:,} rules are possible.", most=MOST_RULES)
            self.mistakes.append(("states", problem))
        count = sum(rule.regex is not None for state in states for rule in state.rules)
        self._take("states", self.budget.take_patterns, count)
        return not self.mistakes

    def _read_patterns(self) -> set[str]:
        """Read each pattern once; returns their named groups, which any rule may use.

        Those of a pattern with a mistake are among them, so that rules that use them do not seem to
        have one, too.
        """
        groups: set[str] = set()
        for number, state in enumerate(self.document.states):
            for index, rule in enumerate(state.rules):
                key = (rule.regex or "", rule.ignore_case)
                if rule.regex is None or key in self._patterns or self._is_full:
                    continue
                path = f"states[{number}].rules[{index}].regex"
                pattern = self._take(path, self._pattern, *key)
                if pattern is None:
                    groups |= names_in(key[0])
                else:
                    self._patterns[key] = pattern
                    groups |= pattern.groups
        return groups

    def _pattern(self, text: str, ignore_case: bool) -> Pattern:
        pattern = compile_pattern(text, ignore_case=ignore_case)
        self.budget.take_instructions(pattern.size)
        return pattern

    @property
    def _is_full(self) -> bool:
        """Whether there are so many mistakes that reading on is of no use."""
        return self.is_ended or len(self.mistakes) >= MOST_MISTAKES

    # Fields

    def _take(self, path: str, read: Callable[..., _T], *details: object) -> _T | None:
        if self.is_ended:
            return None
        try:
            return read(*details)
        except ValueError as error:
            self.mistakes.append((path, str(error)))
            self.is_ended = isinstance(error, BudgetError)
            return None

    def _variables(self, field: str, texts: dict[str, str | int], prefix: str) -> dict[str, Value]:
        values: dict[str, Value] = {}
        if len(texts) > MOST_VARIABLES:
            return dict.fromkeys(texts, b"")
        for name, text in texts.items():
            if not _NAME.fullmatch(name) or name in (*VALUES, BEFORE, AFTER):
                problem = tr("'{name}' cannot be the name of a variable.", name=name)
                self.mistakes.append((field, problem))
                continue
            given, path = self.document.given, f"{field}.{name}"
            template = self._take(path, compile_template, str(text), tuple(given), self.budget)
            filled = template and self._take(path, template.fill, given, Source(0))
            values[prefix + name] = filled or b""
        return values

    def _templates(
        self, path: str, written: str | list[str] | None, read: Callable[..., Template]
    ) -> tuple[Template, ...]:
        found = [
            self._take(
                f"{path}[{index}]" if isinstance(written, list) else path,
                *(read, text, self._names, self.budget),
            )
            for index, text in enumerate(listed(written))
        ]
        return tuple(template for template in found if template is not None)

    def _sets(
        self, path: str, texts: dict[str, str | int], prefix: str
    ) -> tuple[tuple[str, Template], ...]:
        known = self.document.server_variables if prefix else self.document.variables
        found = []
        for name, text in texts.items():
            if name not in known:
                where = "server_variables" if prefix else "variables"
                problem = tr("there is no '{name}' in {where}.", name=name, where=where)
                self.mistakes.append((path, problem))
                continue
            template = self._take(
                f"{path}.{name}", compile_template, str(text), self._names, self.budget
            )
            if template is not None:
                found.append((prefix + name, template))
        return tuple(found)

    def _default(self, rule: RuleDocument) -> Rule | None:
        if rule.on != EVENTS[0] or _matches(rule):
            problem = tr("the default rule is for messages that no other is for; it has no match.")
            self.mistakes.append(("default", problem))
            return None
        return self._rule("default", rule, tr("the default rule"), is_default=True)

    def _rule(
        self, path: str, rule: RuleDocument, words: str, *, is_default: bool = False
    ) -> Rule | None:
        before = len(self.mistakes)
        match = every_message if is_default else self._match(path, rule)
        conditions = read_conditions(f"{path}.if", rule.if_, self._names, self.budget, self._take)
        after = self._after(path, rule)
        wait = self._take(f"{path}.wait", _read_wait, rule.wait)
        if rule.times is not None and rule.times < 1:
            self.mistakes.append((f"{path}.times", tr("expected {least} or more.", least=1)))
        sets = self._sets(f"{path}.set", rule.set, "")
        server_sets = self._sets(f"{path}.set_server", rule.set_server, SERVER)
        replies = (
            *self._templates(f"{path}.reply", rule.reply, compile_template),
            *self._templates(f"{path}.reply_hex", rule.reply_hex, compile_hex),
        )
        note = None
        if rule.note is not None:
            note = self._take(f"{path}.note", compile_plain, rule.note, self._names, self.budget)
        self._check_end(path, rule)
        if len(self.mistakes) > before or match is None:
            return None
        return Rule(
            words,
            rule.on,
            after or 0.0,
            match,
            conditions,
            rule.times,
            wait,
            sets,
            server_sets,
            replies,
            note,
            rule.go,
            rule.then,
        )

    def _match(self, path: str, rule: RuleDocument) -> Match | None:
        found = _matches(rule)
        if rule.on not in EVENTS:
            self.mistakes.append((f"{path}.on", _not_one_of(rule.on, EVENTS)))
            return None
        if len(found) != (rule.on == EVENTS[0]):
            self.mistakes.append((path, _wrong_matches(rule.on, found)))
        if found == ["regex"]:
            pattern = self._patterns.get((rule.regex or "", rule.ignore_case))
            return None if pattern is None else pattern_match(pattern)
        read = [
            self._take(f"{path}.{name}", read_match, rule, name, self.document.given, self.budget)
            for name in found
            if name != "regex"
        ]
        return read[0] if read else every_message

    def _after(self, path: str, rule: RuleDocument) -> float | None:
        is_needed = rule.on in ("silence", "timer")
        if rule.after is None:
            if is_needed:
                self.mistakes.append((f"{path}.after", tr("this field is missing.")))
            return None
        if not is_needed:
            self.mistakes.append((f"{path}.after", tr("only silence and timer have this field.")))
            return None
        seconds = self._take(f"{path}.after", parse_duration, rule.after)
        if seconds == 0:
            self.mistakes.append((f"{path}.after", tr("expected more than no time.")))
        return seconds

    def _check_end(self, path: str, rule: RuleDocument) -> None:
        if rule.go is not None and rule.go not in self._states:
            self.mistakes.append((f"{path}.go", _not_one_of(rule.go, self._states)))
        if rule.then is not None and rule.then not in ENDINGS:
            self.mistakes.append((f"{path}.then", _not_one_of(rule.then, ENDINGS)))
        if rule.then == "ignore":
            for name in ("reply", "reply_hex", "go", "wait", "set", "set_server"):
                if getattr(rule, name):
                    problem = tr("a rule that ignores has no {field}.", field=name)
                    self.mistakes.append((f"{path}.{name}", problem))


def _matches(rule: RuleDocument) -> list[str]:
    return [name for name in MATCHES if getattr(rule, name) is not None]


def _words(rule: RuleDocument, index: int, state: str) -> str:
    if rule.name:
        return tr(
            "rule {number} ({name}) of state {state}",
            number=index + 1,
            name=rule.name[:100],
            state=state,
        )
    return tr("rule {number} of state {state}", number=index + 1, state=state)


def _not_one_of(word: str, known: Sequence[str]) -> str:
    return tr("'{word}' is none of {known}.", word=word, known=", ".join(known[:50]))


def _wrong_matches(on: str, found: list[str]) -> str:
    if on == EVENTS[0]:
        return tr(
            "a rule for messages has exactly one of {fields}, not {found}.",
            fields=", ".join(MATCHES),
            found=", ".join(found) or tr("none"),
        )
    return tr("a rule on {event} has no {field}.", event=on, field=found[0])


def _read_wait(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    first, dots, last = text.partition("..")
    low = parse_duration(first)
    high = parse_duration(last) if dots else low
    if low > high:
        raise ValueError(tr("{low} is more than {high}.", low=first.strip(), high=last.strip()))
    return low, high
