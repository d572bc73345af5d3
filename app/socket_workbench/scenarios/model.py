"""What a scenario file holds, as `docs/scenarios.md` and `docs/options.md` describe it.

These are the documents as written: text that has a syntax of its own (addresses, framings,
durations, escapes) is kept as text here and read by `settings` and `steps`.
"""

from typing import Annotated

from msgspec import Meta, Struct

from socket_workbench.dialogues import DEFAULT_DIALOGUE
from socket_workbench.dialogues.rules_document import RulesDocument

FORMAT = 1
"""The version of the format that this program writes and reads."""

Name = Annotated[str, Meta(min_length=1, max_length=80)]


class ServerDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One `[[servers]]` table.

    Attributes:
        endpoint: where it listens, such as `tcp://127.0.0.1:13145`.
        name: what it is called in the log.
        dialogue: the name of a built-in dialogue.
        parameters: the dialogue's parameters that differ from their defaults.
        rules: of the dialogue `rules`: what it answers.
        options: the fields that are rows of the option table, by name, as they are written.
    """

    endpoint: str
    name: Name = "server"
    dialogue: str = DEFAULT_DIALOGUE
    parameters: dict[str, object] = {}
    rules: RulesDocument | None = None
    options: dict[str, object] = {}


class ExpectationDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The table behind `expect`: what must come, other than exact bytes.

    Attributes:
        contains: bytes that must be among those received, with escapes.
        any: whether any message will do.
    """

    contains: str | None = None
    any: bool = False


class UntilDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The table behind `until`: when a `repeat` ends.

    Attributes:
        variable: the variable looked at after each round.
        equals: the text it must have.
    """

    variable: str
    equals: str


class StepDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One step of a client: exactly one action, and what belongs to it.

    Attributes:
        send: action: send this text, with escapes and `{{places}}`.
        expect: action: these bytes must come next, or what the table says.
        expect_close: action: the peer must end the stream.
        wait: action: wait this long.
        ask: action: ask the person this question.
        show: action: show the person this text.
        half_close: action: send nothing more, receive on.
        close: action: close the connection.
        repeat: action: do these steps again and again.
        line_end: of `send`: none, lf, cr or crlf.
        within: of `expect` and `expect_close`: how long to wait at most.
        into: of `expect`, `expect_close`, `ask`: the variable that takes what came.
        choices: of `ask`: the answers to choose from.
        form: of `show`: `text`, or `http` for a response.
        until: of `repeat`: when it ends.
    """

    send: str | None = None
    expect: str | ExpectationDocument | None = None
    expect_close: bool | None = None
    wait: str | None = None
    ask: str | None = None
    show: str | None = None
    half_close: bool | None = None
    close: bool | None = None
    repeat: "list[StepDocument] | None" = None

    line_end: str | None = None
    within: str | None = None
    into: str | None = None
    choices: list[str] | None = None
    form: str | None = None
    until: UntilDocument | None = None


class ClientDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One `[[clients]]` table.

    Attributes:
        endpoint: where it connects to; a server's of the same document, or any other.
        name: what it is called in the log.
        options: as of a server.
        steps: what it says and expects, in order.
    """

    endpoint: str
    name: Name = "client"
    options: dict[str, object] = {}
    steps: list[StepDocument] = []


class Scenario(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A whole document.

    Attributes:
        format: the version of the format, 1.
        title: what the scenario is called in the gallery.
        summary: a sentence or two on what it shows.
        servers: what listens.
        clients: what connects, in this order.
    """

    format: int
    title: Name
    summary: str = ""
    servers: list[ServerDocument] = []
    clients: list[ClientDocument] = []
