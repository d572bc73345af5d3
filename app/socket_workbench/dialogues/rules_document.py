"""Rules as a document has them, and what is wrong with them.

Nothing here is run: texts are parsed, and each mistake is told with the path of its field.
"""

from collections.abc import Iterator

from msgspec import Struct

from socket_workbench.language import tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.payload.template import fill

MOST_RULES = 1000
"""Rules that one server may have, over all of its states."""

VALUES = ("message", "length", "peer", "state")
"""What `{{name}}` may stand for in replies."""

MATCHES = ("equals", "contains", "starts", "ends", "hex", "length", "any")
"""The fields that say which messages a rule is for; a rule has one."""

EVENTS = ("message", "silence", "timer", "end")
"""What a rule may be about."""

ENDINGS = ("half-close", "close")


class RuleDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One rule: what it is about, and what it does.

    Attributes:
        on: `message`, `silence`, `timer` or `end`.
        after: of `silence` and `timer`: how long.
        equals: the message is exactly this text, with escapes.
        contains: the message has this in it.
        starts: the message begins with it.
        ends: the message ends with it.
        hex: the message is exactly these bytes, in hexadecimal.
        length: the message has so many bytes.
        any: every message.
        ignore_case: whether the case of ASCII letters makes no difference.
        times: how often the rule holds in one conversation; None for always.
        reply: the message or messages to send.
        wait: how long to wait before the reply.
        note: what to write into the log.
        go: the state to go to.
        then: `half-close` or `close`.
    """

    on: str = EVENTS[0]
    after: str | None = None
    equals: str | None = None
    contains: str | None = None
    starts: str | None = None
    ends: str | None = None
    hex: str | None = None
    length: int | None = None
    any: bool | None = None
    ignore_case: bool = False
    times: int | None = None
    reply: str | list[str] | None = None
    wait: str | None = None
    note: str | None = None
    go: str | None = None
    then: str | None = None

    def replies(self) -> list[str]:
        """Return the messages to send."""
        if self.reply is None:
            return []
        return [self.reply] if isinstance(self.reply, str) else self.reply


class StateDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One state: its name, and its rules, of which the first that matches holds."""

    name: str
    rules: list[RuleDocument] = []


class RulesDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a server answers: the banner it begins with, and its states, the first one first."""

    banner: str | list[str] | None = None
    states: list[StateDocument] = []


def mistakes(document: RulesDocument) -> Iterator[tuple[str, str]]:
    """Yield the path and a sentence for each mistake."""
    if not document.states:
        yield "states", tr("rules need a state.")
    if sum(len(state.rules) for state in document.states) > MOST_RULES:
        yield "states", tr("at most {most:,} rules are possible.", most=MOST_RULES)
        return
    yield from _template_mistakes("banner", RuleDocument(reply=document.banner).replies())
    names = [state.name for state in document.states]
    for number, state in enumerate(document.states):
        if state.name in names[:number]:
            problem = tr("there is a state '{name}' already.", name=state.name)
            yield f"states[{number}].name", problem
        for index, rule in enumerate(state.rules):
            for field, problem in _rule_mistakes(rule, names):
                path = f"states[{number}].rules[{index}]"
                yield f"{path}.{field}" if field else path, problem


def _rule_mistakes(rule: RuleDocument, names: list[str]) -> Iterator[tuple[str, str]]:
    found = [name for name in MATCHES if getattr(rule, name) is not None]
    if rule.on not in EVENTS:
        yield "on", _not_one_of(rule.on, EVENTS)
    elif len(found) != (rule.on == "message"):
        yield "", _wrong_matches(rule.on, found)
    yield from _text_mistakes(rule)
    if rule.any is False:
        yield "any", tr("expected true; leave the field out otherwise.")
    for field, needed in (("after", rule.on in ("silence", "timer")), ("wait", False)):
        yield from _duration_mistakes(field, getattr(rule, field), needed=needed)
    for field, least in (("length", 0), ("times", 1)):
        if getattr(rule, field) is not None and getattr(rule, field) < least:
            yield field, tr("expected {least} or more.", least=least)
    yield from _template_mistakes("reply", rule.replies())
    if rule.go is not None and rule.go not in names:
        yield "go", _not_one_of(rule.go, names)
    if rule.then is not None and rule.then not in ENDINGS:
        yield "then", _not_one_of(rule.then, ENDINGS)


def _not_one_of(word: str, known: "list[str] | tuple[str, ...]") -> str:
    return tr("'{word}' is none of {known}.", word=word, known=", ".join(known))


def _wrong_matches(on: str, found: list[str]) -> str:
    if on == "message":
        return tr(
            "a rule for messages has exactly one of {fields}, not {found}.",
            fields=", ".join(MATCHES),
            found=", ".join(found) or tr("none"),
        )
    return tr("a rule on {event} has no {field}.", event=on, field=found[0])


def _text_mistakes(rule: RuleDocument) -> Iterator[tuple[str, str]]:
    for field in ("equals", "contains", "starts", "ends"):
        text = getattr(rule, field)
        if text is not None:
            try:
                fill(text, {})
            except ValueError as error:
                yield field, str(error)
    if rule.hex is not None:
        try:
            bytes.fromhex(rule.hex)
        except ValueError:
            yield "hex", tr("expected pairs of hexadecimal digits, such as 01 ff.")


def _duration_mistakes(field: str, text: str | None, *, needed: bool) -> Iterator[tuple[str, str]]:
    if text is None:
        if needed:
            yield field, tr("this field is missing.")
        return
    try:
        if parse_duration(text) <= 0 and needed:
            yield field, tr("expected more than no time.")
    except ValueError as error:
        yield field, str(error)


def _template_mistakes(field: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        try:
            fill(text, dict.fromkeys(VALUES, ""))
        except ValueError as error:
            yield field, str(error)
