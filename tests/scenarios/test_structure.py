import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.scenarios.fields import Mistakes
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.structure import read_structure, without_large_numbers

GOOD = {
    "format": 1,
    "title": "T",
    "servers": [{"endpoint": "tcp://h:1", "backlog": 5}],
    "clients": [{"endpoint": "tcp://h:1", "steps": [{"send": "x"}, {"expect": {"any": True}}]}],
}


def read(content):
    mistakes = Mistakes()
    scenario = read_structure(content, mistakes)
    return scenario, {each.path: each.problem for each in mistakes.found}


def test_what_fits_is_read_with_the_options_gathered():
    scenario, mistakes = read(GOOD)

    assert mistakes == {}
    assert scenario.servers[0].options == {"backlog": 5}
    assert scenario.clients[0].steps[1].expect.any


def test_what_does_not_fit_is_left_out_and_the_rest_is_read():
    client = {"steps": [3, {"send": 4, "into": "x"}, {"sned": "x"}]}

    scenario, mistakes = read(GOOD | {"title": "", "clients": [client, "x"]})

    assert set(mistakes) == {
        "title",
        "clients[0].endpoint",
        "clients[0].steps[0]",
        "clients[0].steps[1].send",
        "clients[0].steps[2].sned",
        "clients[1]",
    }
    assert mistakes["title"] == "expected text of length >= 1."
    assert mistakes["clients[0].steps[2].sned"].endswith("did you mean send?")
    assert scenario.clients[0].steps[1].into == "x"
    assert scenario.servers[0].endpoint == "tcp://h:1"


@pytest.mark.parametrize(
    ("name", "near"), [("end_point", "endpoint"), ("backlogg", "backlog"), ("zzz", "")]
)
def test_the_nearest_field_is_named(name, near):
    _, mistakes = read(GOOD | {"servers": [{"endpoint": "tcp://h:1", name: "x"}]})

    ending = f"; did you mean {near}?" if near else "."
    assert mistakes == {f"servers[0].{name}": f"there is no such field{ending}"}


VALUES = st.recursive(
    st.text(max_size=3) | st.integers() | st.booleans() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["endpoint", "steps", "send", "expect", "any", "x", "options", "until"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "x"]), VALUES).map(lambda some: GOOD | some))
def test_a_mistake_is_found_exactly_where_msgspec_finds_one(content):
    _, mistakes = read(content)

    gathered = dict(content)
    names = {"servers": {"backlog"}, "clients": set()}
    for field, options in names.items():
        if isinstance(content[field], list):
            gathered[field] = [
                {name: one[name] for name in one if name not in options}
                if isinstance(one, dict)
                else one
                for one in content[field]
            ]
    refused = any("options" in one for one in _tables(gathered))
    try:
        msgspec.convert(gathered, Scenario)
    except msgspec.ValidationError:
        refused = True
    assert bool(mistakes) == refused


def _tables(content):
    rows = [
        *(content["servers"] if isinstance(content["servers"], list) else []),
        *(content["clients"] if isinstance(content["clients"], list) else []),
    ]
    return [one for one in rows if isinstance(one, dict)]


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ({"clients": [{"endpoint": "x", "variables": {"a": "b"}}]}, "clients[0].variables"),
        ({"clients": [{"endpoint": "x", "shared": {}}]}, "clients[0].shared"),
        (
            {"clients": [{"endpoint": "x", "steps": [{"note": "x", "included": []}]}]},
            "clients[0].steps[0].included",
        ),
        (
            {"servers": [{"endpoint": "x", "rules": {"given": {"a": "b"}}}]},
            "servers[0].rules.given",
        ),
    ],
)
def test_what_is_added_to_a_document_is_no_field_of_it(place, path):
    assert list(read(GOOD | place)[1]) == [path]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("step", [], "expected yes or no, not a list; did you mean steps?"),
        ("step", [{"send": "x"}], "expected yes or no, not a list; did you mean steps?"),
        ("connect_timeout", {"s": 1}, "expected 1 ms to 24 h, not a table."),
    ],
)
def test_an_option_is_no_list_and_no_table(field, value, sentence):
    client = {"endpoint": "tcp://h:1", field: value}

    scenario, mistakes = read(GOOD | {"clients": [client]})

    assert mistakes == {f"clients[0].{field}": sentence}
    assert scenario.clients[0].options == {}


def test_integers_of_more_than_64_bits_are_named():
    mistakes = Mistakes()

    value = without_large_numbers({"a": [1, 2**63], "b c": -(2**63) - 1, "d": True}, "", mistakes)

    assert value == {"a": [1, 0], "b c": 0, "d": True}
    assert [each.path for each in mistakes.found] == ["a[1]", '"b c"']
