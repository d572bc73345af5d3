from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.output.junit import ERROR, FAILED, PASSED, SKIPPED, Outcome, junit_report

BEGUN = datetime(2026, 5, 4, 12, 1, 7, 31250, tzinfo=UTC)
OUTCOMES = [
    Outcome("welcome", "scenarios", PASSED, (), 0.0125),
    Outcome("square", "scenarios", FAILED, ('Expected "a" & <b>.', "ben: It did not come."), 5),
    Outcome("broken", "mine", ERROR, ("broken.toml:1:1: title: this field is missing.",)),
    Outcome("chat", "mine", SKIPPED, ("It has no clients.",)),
]

# What the two schemas in use have in common: the elements in each element, in this order, and the
# attributes it may have, of which those in the second set are needed.
CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase", "system-out", "system-err"],
    "properties": [],
    "testcase": ["skipped", "error", "failure"],
    "skipped": [],
    "error": [],
    "failure": [],
    "system-out": [],
    "system-err": [],
}
SUITE = {*("name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time")}
ATTRIBUTES = {
    "testsuites": (set(), set()),
    "testsuite": ({*SUITE, "skipped"}, SUITE),
    "properties": (set(), set()),
    "testcase": ({"name", "classname", "time"}, {"name", "classname", "time"}),
    "skipped": ({"message"}, set()),
    "error": ({"message", "type"}, {"type"}),
    "failure": ({"message", "type"}, {"type"}),
    "system-out": (set(), set()),
    "system-err": (set(), set()),
}


def check(element):
    """Check an element and all in it against the rules of the schemas."""
    allowed, needed = ATTRIBUTES[element.tag]
    assert needed <= set(element.attrib) <= allowed
    places = [CHILDREN[element.tag].index(child.tag) for child in element]
    assert places == sorted(places)
    if element.tag == "testcase":
        assert len(element) <= 1
    for child in element:
        check(child)


def report(outcomes, seconds=5.5):
    return ET.fromstring(junit_report(outcomes, BEGUN, seconds))


def test_it_keeps_the_rules_of_the_schemas():
    root = report(OUTCOMES)

    check(root)
    suite = root[0]
    assert suite.attrib["timestamp"] == "2026-05-04T12:01:07"
    assert suite.attrib["time"] == "5.500"
    counts = {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}


def test_each_case_says_how_it_ended():
    cases = report(OUTCOMES)[0].findall("testcase")

    assert [case.attrib["name"] for case in cases] == ["welcome", "square", "broken", "chat"]
    assert [case.attrib["time"] for case in cases[:2]] == ["0.013", "5.000"]
    assert [[child.tag for child in case] for case in cases] == [
        [], ["failure"], ["error"], ["skipped"],
    ]  # fmt: skip
    assert cases[1][0].text == 'Expected "a" & <b>.\nben: It did not come.'
    assert cases[3][0].attrib["message"] == "It has no clients."


WORDS = st.text(max_size=20)


@given(
    st.lists(
        st.builds(
            Outcome,
            WORDS,
            WORDS,
            st.sampled_from([PASSED, FAILED, ERROR, SKIPPED]),
            st.lists(WORDS, max_size=2).map(tuple),
        ),
        max_size=3,
    )
)
def test_whatever_stands_in_it_it_is_xml(outcomes):
    check(report(outcomes, 0))
