import msgspec

from socket_workbench.dialogues.rules_document import MATCHES, RuleDocument, RulesDocument, listed


def test_texts_are_one_or_several_or_none():
    assert listed(None) == []
    assert listed("a") == ["a"]
    assert listed(["a", "b"]) == ["a", "b"]


def test_a_document_is_the_same_as_json():
    rule = RuleDocument(regex="(?P<a>x)", set={"n": 1}, reply=["a"], then="reset")
    document = RulesDocument(states=[], default=rule, seed=7)

    encoded = msgspec.json.encode(document)
    assert msgspec.json.decode(encoded, type=RulesDocument) == document


def test_every_match_is_a_field():
    assert set(MATCHES) <= set(RuleDocument.__struct_fields__)
