"""Rules as a document has them; `rules_reading` says what is wrong with them."""

from msgspec import Struct

from socket_workbench.dialogues.condition_document import ConditionDocument

EVENTS = ("message", "connect", "silence", "timer", "end")
"""What a rule may be about."""

TEXTS = ("equals", "contains", "starts", "ends")
"""The fields of a rule that compare with a text."""

MATCHES = (*TEXTS, "regex", "hex", "length", "any")
"""The fields that say which messages a rule is for; a rule has one."""

ENDINGS = ("half-close", "close", "reset", "ignore")
"""What a rule may do at its end."""


class RuleDocument(
    Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, rename={"if_": "if"}
):
    """One rule: what it is about, and what it does.

    Attributes:
        name: what it is called in the log, beside its number.
        on: what it is about: message, connect, silence, timer or end.
        after: of `silence` and `timer`: how long.
        equals: the message is exactly this text, with escapes.
        contains: the message has this in it.
        starts: the message begins with it.
        ends: the message ends with it.
        regex: the pattern is found in the message; its named groups become variables.
        hex: the message is these bytes, in hexadecimal; `?` is any digit, `*` at the end any bytes.
        length: the message has so many bytes, or within a range such as `2..8`.
        any: every message.
        ignore_case: whether the case of letters makes no difference.
        if_: what the value of a variable must be besides, so that the rule holds; of several, each.
        times: how often the rule holds in one conversation; always, unless given.
        set: variables of the conversation, and templates of their values.
        set_server: variables that all conversations share, and templates of their values.
        reply: the message or messages to send, templates with escapes.
        reply_hex: the same as templates in hexadecimal.
        wait: how long to wait before all this, or within which bounds, such as `100ms..300ms`.
        note: what to write into the log, a template.
        go: the state to go to.
        then: how it ends: half-close, close, reset or ignore.
    """

    name: str = ""
    on: str = EVENTS[0]
    after: str | None = None
    equals: str | None = None
    contains: str | None = None
    starts: str | None = None
    ends: str | None = None
    regex: str | None = None
    hex: str | None = None
    length: int | str | None = None
    any: bool | None = None
    ignore_case: bool = False
    if_: ConditionDocument | list[ConditionDocument] | None = None
    times: int | None = None
    set: dict[str, str | int] = {}
    set_server: dict[str, str | int] = {}
    reply: str | list[str] | None = None
    reply_hex: str | list[str] | None = None
    wait: str | None = None
    note: str | None = None
    go: str | None = None
    then: str | None = None


class StateDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One state of a conversation.

    Attributes:
        name: what `go` and the log call it.
        rules: of these, the first that matches holds.
    """

    name: str
    rules: list[RuleDocument] = []


class RulesDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a server answers.

    Attributes:
        banner: the message or messages that a conversation begins with.
        variables: of each conversation, with the values they begin with.
        server_variables: that all conversations share, with the values they begin with.
        seed: what random values begin with, so that they are the same in each conversation.
        default: what is done with a message for which there is no rule in the state.
        states: the first one is where a conversation begins.
        given: the values of the document's variables; no field of a document, but what was read
            for it.
    """

    banner: str | list[str] | None = None
    variables: dict[str, str | int] = {}
    server_variables: dict[str, str | int] = {}
    seed: int | str | None = None
    default: RuleDocument | None = None
    states: list[StateDocument] = []
    given: dict[str, str] = {}


def listed(texts: str | list[str] | None) -> list[str]:
    """Return one text, several or none as a list."""
    if texts is None:
        return []
    return [texts] if isinstance(texts, str) else texts
