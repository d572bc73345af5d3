import msgspec
import pytest

from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument, StateDocument
from socket_workbench.dialogues.rules_reading import RulesReader


def read(**fields):
    rule = msgspec.convert({"any": True, **fields}, RuleDocument)
    states = [StateDocument(name="start", rules=[rule])]
    variables: dict[str, str | int] = {"count": 0}
    document = RulesDocument(states=states, variables=variables, server_variables=variables)
    book = RulesReader(document).read()
    assert book is not None
    return book.states["start"][0]


@pytest.mark.parametrize(
    ("fields", "is_constant"),
    [
        ({"reply": "OK"}, True),
        ({"reply": ["OK", "more"], "note": "said", "go": "start", "wait": "1s..2s"}, True),
        ({"reply_hex": "00 ff"}, True),
        ({"reply": "{{count}}"}, False),
        ({"reply": ["OK", "{{message}}"]}, False),
        ({"reply": "OK", "note": "{{peer}}"}, False),
        ({"reply": "OK", "set": {"count": "{{count + 1}}"}}, False),
        ({"reply": "OK", "set": {"count": 1}}, False),
        ({"reply": "OK", "set_server": {"count": 1}}, False),
    ],
)
def test_a_rule_is_constant_that_neither_reads_nor_sets_a_value(fields, is_constant):
    assert read(**fields).is_constant is is_constant
