"""What a scenario file holds, as `docs/scenarios.md` and `docs/options.md` describe it.

These are the documents as written: text that has a syntax of its own (addresses, framings,
durations, escapes) is kept as text here and read by `settings` and `steps`.
"""

from typing import Annotated

from msgspec import Meta, Struct

from socket_workbench.dialogues import DEFAULT_DIALOGUE
from socket_workbench.dialogues.condition_document import ConditionDocument
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


class SendDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The table behind `send`: a message that is no text.

    Attributes:
        hex: bytes in hexadecimal, with `{{places}}`.
        file: a file below the document's folder.
        content: the bytes of the file; no field of a document, but what was read for it.
    """

    hex: str | None = None
    file: str | None = None
    content: bytes | None = None


class ExpectationDocument(
    Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, rename={"is_not": "not"}
):
    """The table behind `expect`: what must come. It has exactly one of the first ten.

    Attributes:
        equals: exactly these bytes, with escapes.
        contains: bytes that must be among those received, with escapes.
        starts: bytes at the beginning.
        ends: bytes at the end.
        regex: a pattern that must be found; its named groups become variables.
        hex: exactly these bytes in hexadecimal; `?` stands for any digit.
        length: so many bytes.
        any: whether any message will do.
        one_of: one of these.
        in_any_order: all of these, in any order.
        ignore_case: of the first five: whether capitals and small letters are the same.
        into: of those in a list: the variable that takes what came.
        is_not: whether it may not come for the time `within`.
    """

    equals: str | None = None
    contains: str | None = None
    starts: str | None = None
    ends: str | None = None
    regex: str | None = None
    hex: str | None = None
    length: int | None = None
    any: bool = False
    one_of: "list[str | ExpectationDocument] | None" = None
    in_any_order: "list[str | ExpectationDocument] | None" = None
    ignore_case: bool = False
    into: str | None = None
    is_not: bool = False


class StepDocument(
    Struct,
    forbid_unknown_fields=True,
    frozen=True,
    kw_only=True,
    rename={"if_": "if", "else_": "else", "for_": "for"},
):
    """One step of a client: exactly one action, and what belongs to it.

    Attributes:
        send: action: send this text, with escapes and `{{places}}`, or what the table says.
        expect: action: these bytes must come next, or what the table says.
        expect_nothing: action: nothing may come for this long.
        expect_close: action: the peer must end the stream.
        wait: action: wait this long.
        ask: action: ask the person this question.
        show: action: show the person this text.
        note: action: write this line into the log.
        mark: action: write this line into the log, and mark its row.
        set: action: set variables, by name.
        check: action: fail where this does not hold.
        save: action: save this text to a file, where that is asked for.
        keep_alive: action: send this text again and again from now on.
        half_close: action: send nothing more, receive on.
        close: action: close the connection.
        reset: action: break the connection off.
        reconnect: action: close the connection and connect again.
        connect: action: close the connection and connect to this address.
        meet: action: wait for the other clients that have a meeting of this name.
        repeat: action: do these steps again and again.
        if_: action: do the steps in `then` if this holds, else those in `else`.
        include: action: do the steps of a client in another document.
        line_end: of `send` and `keep_alive`: none, lf, cr or crlf.
        within: of expectations and `meet`: how long to wait at most.
        into: of `expect`, `expect_close`, `ask`: the variable that takes what came.
        choices: of `ask`: the answers to choose from.
        hidden: of `ask`: whether the answer is not shown while it is typed.
        form: of `show`: `text`, or `http` for a response.
        file: of `save`: the file's name.
        every: of `keep_alive`: the time between two messages.
        after: of `reconnect` and `connect`: how long to wait before.
        share: of `meet`: the variables that the others get.
        until: of `repeat`: when it ends.
        times: of `repeat`: how often.
        for_: of `repeat`: for how long.
        forever: of `repeat`: whether it never ends.
        then: of `if`: the steps where it holds.
        else_: of `if`: the steps where it does not.
        client: of `include`: the name of the client.
        included: of `include`: the steps; no field of a document, but what was read for it.
    """

    send: str | SendDocument | None = None
    expect: str | ExpectationDocument | None = None
    expect_nothing: str | None = None
    expect_close: bool | None = None
    wait: str | None = None
    ask: str | None = None
    show: str | None = None
    note: str | None = None
    mark: str | None = None
    set: dict[str, str | int | float] | None = None
    check: ConditionDocument | None = None
    save: str | None = None
    keep_alive: str | None = None
    half_close: bool | None = None
    close: bool | None = None
    reset: bool | None = None
    reconnect: bool | None = None
    connect: str | None = None
    meet: str | None = None
    repeat: "list[StepDocument] | None" = None
    if_: ConditionDocument | None = None
    include: str | None = None

    line_end: str | None = None
    within: str | None = None
    into: str | None = None
    choices: list[str] | None = None
    hidden: bool | None = None
    form: str | None = None
    file: str | None = None
    every: str | None = None
    after: str | None = None
    share: list[str] | None = None
    until: ConditionDocument | None = None
    times: int | None = None
    for_: str | None = None
    forever: bool | None = None
    then: "list[StepDocument] | None" = None
    else_: "list[StepDocument] | None" = None
    client: str | None = None
    included: "list[StepDocument] | None" = None


class ClientDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One `[[clients]]` table.

    Attributes:
        endpoint: where it connects to; a server's of the same document, or any other.
        name: what it is called in the log.
        options: as of a server.
        seed: what random values begin with, so that they are the same in each run.
        steps: what it says and expects, in order.
        variables: the values of the document's variables; no field of a document, but what was
            read for it.
        shared: the variables that the clients give each other, by meetings; likewise.
    """

    endpoint: str
    name: Name = "client"
    options: dict[str, object] = {}
    seed: int | str | None = None
    steps: list[StepDocument] = []
    variables: dict[str, str] = {}
    shared: dict[str, list[str]] = {}


RESOLVED = {
    SendDocument: frozenset({"content"}),
    StepDocument: frozenset({"included"}),
    ClientDocument: frozenset({"variables", "shared"}),
    RulesDocument: frozenset({"given"}),
}
"""What is not written in a document, but added when it is read."""


class VariableDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One variable of a document.

    Attributes:
        type: `text`, `number` (a whole one) or `hex`.
        default: its value unless another one is given; none means that one has to be given.
        summary: what it is for.
        choices: the values it may have; any unless given.
    """

    type: str = "text"
    default: str | int | None = None
    summary: str = ""
    choices: list[str | int] | None = None


class LanguageDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The texts of a document in another language.

    Attributes:
        title: of the scenario.
        summary: of the scenario.
        texts: what `ask`, `show`, `note`, `mark` and summaries of variables say, by the original.
    """

    title: str = ""
    summary: str = ""
    texts: dict[str, str] = {}


class Scenario(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A whole document.

    Attributes:
        format: the version of the format, 1.
        title: what the scenario is called in the gallery.
        summary: a sentence or two on what it shows.
        servers: what listens.
        clients: what connects, in this order.
        variables: values that can be given from outside, by name: a default, or a table.
        languages: the texts in other languages, by their codes (`de`, `zh_CN`).
    """

    format: int
    title: Name
    summary: str = ""
    servers: list[ServerDocument] = []
    clients: list[ClientDocument] = []
    variables: dict[str, str | int | VariableDocument] = {}
    languages: dict[str, LanguageDocument] = {}
