"""Answers by rules, see `dialogues/rules.py`; that and msgspec are imported for a server only."""

from socket_workbench.dialogues.kind import (
    STREAM_AND_DATAGRAM,
    DialogueKind,
    Open,
    Parameter,
    Values,
)
from socket_workbench.language import mark, tr

_STARTER = '{"states": [{"name": "start", "rules": [{"any": true, "reply": "OK"}]}]}'


def _prepare(values: Values) -> Open:
    import msgspec

    from socket_workbench.dialogues.rules import Rules, SharedVariables
    from socket_workbench.dialogues.rules_document import RulesDocument
    from socket_workbench.dialogues.rules_reading import RulesReader

    try:
        document = msgspec.json.decode(values.text("rules"), type=RulesDocument)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise ValueError(tr("The rules are no JSON of rules: {reason}.", reason=error)) from error
    reader = RulesReader(document)
    book = reader.read()
    if book is None:
        path, problem = reader.mistakes[0]
        raise ValueError(f"{path}: {problem}")
    shared = SharedVariables(book.server_variables)
    return lambda: Rules(book, shared)


KIND = DialogueKind(
    name="rules",
    order=105,
    title=mark("Rules"),
    summary=mark("Answers by rules, in states, as a scenario file or the parameter says."),
    transports=STREAM_AND_DATAGRAM,
    prepare=_prepare,
    parameters=(
        Parameter(
            "rules", mark("Rules (JSON)"), _STARTER, "the table `rules` of a document, as JSON"
        ),
    ),
)
