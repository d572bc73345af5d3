import contextlib
import os
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument, StateDocument
from socket_workbench.resources import resource_folder
from socket_workbench.scenarios import load
from socket_workbench.scenarios.builtin import builtin_path, scenario_names
from socket_workbench.scenarios.fields import MOST_MISTAKES
from socket_workbench.scenarios.load import (
    MOST_BYTES,
    ScenarioError,
    load_scenario,
    parse_scenario,
)
from socket_workbench.scenarios.model import (
    RESOLVED,
    ClientDocument,
    ExpectationDocument,
    LanguageDocument,
    Scenario,
    SendDocument,
    ServerDocument,
    StepDocument,
    VariableDocument,
)
from socket_workbench.scenarios.settings import server_settings
from socket_workbench.scenarios.steps import VARIABLES
from socket_workbench.values.budget import Budget

HEAD = 'format = 1\ntitle = "T"\n'
SERVER = '[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'
CLIENT = '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\n'


def mistake(text):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "my.toml")
    assert str(caught.value).startswith("my.toml:")
    assert str(caught.value).endswith(".")
    return caught.value


def test_a_document_is_read():
    scenario = parse_scenario(HEAD + SERVER + CLIENT + 'steps = [{ send = "x" }]', "my.toml")

    assert scenario.title == "T"
    assert scenario.servers[0].endpoint == "tcp://127.0.0.1:0"
    assert scenario.clients[0].steps[0].send == "x"


def test_a_byte_order_mark_does_no_harm():
    assert parse_scenario("\ufeff" + HEAD + SERVER, "my.toml").title == "T"


@pytest.mark.parametrize(
    ("text", "path", "problem"),
    [
        (HEAD + SERVER + "colour = 1", "servers[0].colour", "there is no such field."),
        (HEAD + SERVER + "backlog = 'x'", "servers[0].backlog", "from 0 to 65535 nor system"),
        (HEAD + SERVER + "backlog = -1", "servers[0].backlog", "'-1' is neither a whole number"),
        (HEAD + SERVER + "model = 1", "servers[0].model", "'1' is none of thread, one-at-a-time"),
        (HEAD + SERVER + "trace = 1", "servers[0].trace", "'1' is neither yes"),
        (
            HEAD + SERVER + "model = 'selector'\ncalls = 'sendall'",
            "servers[0].calls",
            "sendall() waits until everything is sent",
        ),
        (
            HEAD + "[[servers]]\nendpoint = 'udp://127.0.0.1:0'\nmodel = 'selector'",
            "servers[0].model",
            "Datagrams come without connections",
        ),
        (HEAD + SERVER + "calls = 'read'", "servers[0].calls", "'read' is not one of recv,"),
        (HEAD + SERVER + "calls = 'sendto'", "servers[0].calls", "sendto() is for datagrams"),
        (
            HEAD + "[[servers]]\nendpoint = 'udp://127.0.0.1:0'\ncalls = 'recv'",
            "servers[0].calls",
            "recv() does not tell who has sent",
        ),
        (HEAD + CLIENT + "calls = 'sendto'", "clients[0].calls", "sendto() is for datagrams"),
        (HEAD + SERVER + "dialogue = 'no'", "servers[0].dialogue", "no dialogue 'no'"),
        (HEAD + SERVER + "parameters = { a = 'b' }", "servers[0].parameters.a", "'a'"),
        (HEAD + SERVER + "framing = 'no'", "servers[0].framing", "not a framing"),
        (HEAD + "[[servers]]\n", "servers[0].endpoint", "missing"),
        (HEAD + "[[servers]]\nendpoint = 'x:y'", "servers[0].endpoint", "y"),
        ("format = 1\n" + SERVER, "title", "missing"),
        ("title = 'T'\n" + SERVER, "format", "missing"),
        ("format = 2\nnew = 1\n" + SERVER, "format", "a newer Socket Workbench"),
        ("format = 0\ntitle = 'T'\n" + SERVER, "format", "expected 1"),
        ("format = '1'\ntitle = 'T'\n" + SERVER, "format", "a whole number, not text"),
        (HEAD + SERVER + "options = {}", "servers[0].options", "there is no such field."),
        (HEAD + CLIENT + "backlog = 5", "clients[0].backlog", "there is no such field."),
        (HEAD + "servers = [3]", "servers[0]", "a table, not a whole number"),
        (HEAD, "servers", "needs a server or a client"),
        (HEAD + "servers = 3", "servers", "a list, not a whole number"),
        (HEAD + CLIENT + "connect_timeout = '5x'", "clients[0].connect_timeout", "duration"),
        (HEAD + CLIENT + "reconnect_interval = 'x'", "clients[0].reconnect_interval", "duration"),
        (HEAD + CLIENT + "steps = [{}]", "clients[0].steps[0]", "exactly one of"),
        (HEAD + CLIENT + "steps = [{ wait = 1 }]", "clients[0].steps[0].wait", "text, not a"),
        (HEAD + CLIENT + "steps = [{ expect = 1 }]", "clients[0].steps[0].expect", "or a table"),
        (
            HEAD + CLIENT + "steps = [{ send = 'a' }, { send = 'b' }, { wait = 'soon' }]",
            "clients[0].steps[2].wait",
            "'soon' is not a duration",
        ),
        (
            HEAD + CLIENT + r"steps = [{ repeat = [{ send = '\q' }], until = {} }]",
            "clients[0].steps[0].until.variable",
            "missing",
        ),
    ],
)
def test_a_mistake_names_file_and_field_and_what_was_expected(text, path, problem):
    [found] = [one for one in mistake(text).mistakes if one.path == path]

    assert problem in found.problem
    assert found.line > 0
    assert found.in_file("my.toml") == (
        f"my.toml:{found.line}:{found.column}: {path}: {found.problem}"
    )


EVERY_FIELD = """format = 1
titel = "T"
[[servers]]
endpoint = "tcp//x"
dialogue = "ecco"
backlog = -1
framming = "line"
[[clients]]
endpoint = "tcp://127.0.0.1:1"
local_port = "x"
steps = [
    { send = 'a', within = "2 s", into = "1" },
    { expect = '\\q', within = "soon", into = "x" },
    { repeat = [{ wait = 1 }, { show = "{{x}} {{y}}" }], until = { variable = "z", equals = "" } },
]
"""


def test_all_mistakes_of_a_document_are_told_each_with_its_place():
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(EVERY_FIELD, "my.toml")

    lines = caught.value.lines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["my.toml:1:1", "title"],
        ["my.toml:2:1", "titel"],
        ["my.toml:4:1", "servers[0].endpoint"],
        ["my.toml:5:1", "servers[0].dialogue"],
        ["my.toml:6:1", "servers[0].backlog"],
        ["my.toml:7:1", "servers[0].framming"],
        ["my.toml:10:1", "clients[0].local_port"],
        ["my.toml:12:19", "clients[0].steps[0].within"],
        ["my.toml:12:35", "clients[0].steps[0].into"],
        ["my.toml:13:7", "clients[0].steps[1].expect"],
        ["my.toml:13:22", "clients[0].steps[1].within"],
        ["my.toml:14:19", "clients[0].steps[2].repeat[0].wait"],
        ["my.toml:14:33", "clients[0].steps[2].repeat[1].show"],
        ["my.toml:14:68", "clients[0].steps[2].until.variable"],
    ]
    assert "did you mean title?" in lines[1]
    assert "did you mean framing?" in lines[5]
    assert str(caught.value).startswith(lines[0])
    assert str(caught.value).endswith("13 more mistakes follow; socket-workbench check names all.")


def test_mistakes_of_rules_are_told_at_their_fields():
    text = (
        HEAD + SERVER + "dialogue = 'rules'\n[servers.rules]\n[[servers.rules.states]]\n"
        "name = 'a'\nrules = [\n{ reges = '.', any = true },\n{ hex = 'x', go = 'b' },\n]\n"
    )

    assert [(one.path, one.line) for one in mistake(text).mistakes] == [
        ("servers[0].rules.states[0].rules[0].reges", 10),
        ("servers[0].rules.states[0].rules[1].hex", 11),
        ("servers[0].rules.states[0].rules[1].go", 11),
    ]
    other = mistake(text.replace("dialogue = 'rules'", "dialogue = 'echo'")).mistakes
    assert "expected rules, because there are rules." in [one.problem for one in other]


RULES = "dialogue = 'rules'\n[servers.rules]\n"
STATE = "[[servers.rules.states]]\nname = 's'\nrules = [\n"


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        (STATE + "{ regex = 'x{999}' },\n" * 600 + "]\n", "at most 1,000 patterns"),
        (
            STATE
            + "{ regex = '"
            + "".join(f"(?P<a{i}>)" for i in range(90))
            + "' },\n"
            + "{ regex = '(?P<b>.)', reply = '{{zz}}' },\n" * 400
            + "]\n",
            "no value named zz",
        ),
        (
            f"variables = {{ {', '.join(f'v{i} = 1' for i in range(20_000))} }}\n" + STATE + "]\n",
            "at most 1,000 variables",
        ),
    ],
    ids=["patterns", "names", "variables"],
)
def test_rules_that_would_take_long_to_read_are_refused(rules, problem):
    """Without a bound, these took minutes."""
    found = mistake(HEAD + (SERVER + RULES + rules) * 2).mistakes

    assert len(found) <= 100
    assert problem in found[0].problem


SIDE = '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\n'
TWO_PATTERNS = (
    SIDE + "steps = [{ expect = { regex = '(?P<a>.)' } }, { if = { variable = 'a', regex = 'x' },"
    " then = [] }]\n"
)
TWO_OPERATIONS = SIDE + "steps = [{ set = { x = '{{-1}}' } }]\n"
TWO_IN_RULES = SERVER + RULES + STATE + "{ regex = '.', reply = '{{-1}}' }, { regex = 'x' } ]\n"
IN_GERMAN = "[languages.de]\ntexts = { 'n' = '{{-1}}' }\n"


@pytest.mark.parametrize(
    ("content", "times", "limit", "problem"),
    [
        (TWO_PATTERNS, 2, {"patterns": 4}, "at most 1,000 patterns"),
        (TWO_IN_RULES + TWO_PATTERNS, 1, {"patterns": 4}, "at most 1,000 patterns"),
        (TWO_OPERATIONS, 2, {"operations": 4}, "more than 50,000 operations"),
        (TWO_IN_RULES + TWO_OPERATIONS, 1, {"operations": 4}, "more than 50,000 operations"),
        (
            TWO_OPERATIONS + SIDE + "steps = [{ note = 'n' }]\n" + IN_GERMAN,
            1,
            {"operations": 6},
            "more than 50,000 operations",
        ),
    ],
    ids=["steps", "rules and steps", "templates", "templates of both", "languages"],
)
def test_a_whole_document_has_so_many_patterns_and_operations(
    monkeypatch, content, times, limit, problem
):
    """Without a bound, 800 KB of them took minutes."""
    text = HEAD + content * times
    monkeypatch.setattr(load, "Budget", lambda: Budget(**limit))
    parse_scenario(text, "my.toml")
    less = {name: most - 1 for name, most in limit.items()}
    monkeypatch.setattr(load, "Budget", lambda: Budget(**less))

    assert problem in mistake(text).problem


@pytest.mark.parametrize(
    "content",
    [
        SIDE + "steps = [{ expect = { regex = '(?P<a>.)(' } }, { show = '{{a}}' }",
        SERVER + RULES + STATE + "{ regex = '(?P<a>.)(', reply = '{{a}}' }",
    ],
    ids=["steps", "rules"],
)
def test_a_pattern_with_a_mistake_is_the_only_mistake(content):
    [found] = mistake(HEAD + content + "]\n").mistakes

    assert found.path.endswith(".regex")


LARGE = "'x{999}y{999}z{999}"


@pytest.mark.parametrize(
    "content",
    [
        SIDE
        + "steps = ["
        + "".join(f"{{ expect = {{ regex = {LARGE}{i}' }} }}," for i in range(99)),
        SERVER + RULES + STATE + "".join(f"{{ regex = {LARGE}{i}' }}," for i in range(99)),
    ],
    ids=["steps", "rules"],
)
def test_all_patterns_of_a_document_have_so_many_instructions(content):
    """Without a bound, a thousand of them took seconds and hundreds of megabytes."""
    [found] = mistake(HEAD + content + "]\n").mistakes

    assert "all patterns of the document together are too large" in found.problem


GIVEN = """
[variables]
password = "secret"
first = { type = "number", default = 20 }
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "rules"
[servers.rules]
variables = { t = "{{first + 1}}" }
server_variables = { count = "{{first}}" }
[[servers.rules.states]]
name = "s"
rules = [
    { equals = "{{password}}", reply = "{{t}} {{first}} {{server.count}}" },
    { equals = "a{{NAME}}", reply = "no" },
]
"""


def answers(document, *messages):
    server = server_settings(document.servers[0])
    dialogue = dialogue_kind("rules").build(server.parameters)()
    dialogue.opened("h:1")
    return [
        command
        for message in messages
        for command in dialogue.received(message)
        if isinstance(command, bytes)
    ]


def test_rules_know_the_variables_of_the_document():
    text = HEAD + GIVEN.replace("NAME", "password")

    assert answers(parse_scenario(text, "x"), b"secret", b"asecret", b"{{password}}") == [
        b"21 20 20",
        b"no",
    ]
    values = {"password": "{{p}}\\x", "first": "5"}
    assert answers(parse_scenario(text, "x", values), b"secret", b"{{p}}\\x") == [b"6 5 5"]


def test_messages_are_compared_with_variables_of_the_document_only():
    [found] = mistake(HEAD + GIVEN.replace("NAME", "t")).mistakes

    assert found.path == "servers[0].rules.states[0].rules[1].equals"
    assert "no value named t" in found.problem
    assert "password" in found.problem


def test_a_pattern_that_many_rules_have_is_read_once():
    rules = "".join(f"{{ regex = {LARGE}', reply = '{number}' }}," for number in range(900))

    assert parse_scenario(HEAD + SERVER + RULES + STATE + rules + "]\n", "my.toml").servers


MANY_RULES = (
    SERVER + RULES + STATE + "{ regex = '.', reply = ['{{-1}}', '{{-1}}'] },\n" * 90 + "]\n"
)
MANY_STEPS = (
    SIDE + "steps = [" + "{ if = { variable = 'host', regex = '.' }, then = [] }," * 90 + "]\n"
)
MANY_TEXTS = SIDE + "steps = [{ repeat = [" + "{ note = '{{-1}}' }," * 90 + "], times = 2 }]\n"


@pytest.mark.parametrize("content", [MANY_RULES, MANY_STEPS, MANY_TEXTS])
@pytest.mark.parametrize("limit", ["patterns", "operations", "templates"])
def test_a_budget_that_is_used_up_is_told_once(monkeypatch, content, limit):
    """With what was wrong before; nothing behind is read."""
    monkeypatch.setattr(load, "Budget", lambda: Budget(**{limit: 9}))
    wrong = SIDE + "steps = [{ wait = 'soon' }]\n"

    found = mistake(HEAD + wrong + (content + MANY_RULES + MANY_STEPS + MANY_TEXTS) * 3).mistakes
    problems = [one.problem for one in found]
    words = {
        "patterns": "at most 1,000 patterns",
        "operations": "more than 50,000 operations",
        "templates": "more than 100,000 texts",
    }[limit]
    assert sum(words in problem for problem in problems) == 1
    assert len(problems) == 1 or "not a duration" in problems[0]


def test_a_budget_that_is_used_up_in_a_language_is_told_once(monkeypatch):
    monkeypatch.setattr(load, "Budget", lambda: Budget(operations=3))
    texts = "\n[languages.{}]\ntexts = {{ 'n' = '{{{{-1}}}}' }}\n"
    text = HEAD + SIDE + "steps = [{ note = 'n' }]" + "".join(map(texts.format, ("de", "fr", "es")))

    [found] = mistake(text).mistakes
    assert "more than 50,000 operations" in found.problem
    assert found.path == "languages.fr.texts"


def test_a_key_that_needs_quotes_is_found_too():
    [found] = mistake(HEAD + SERVER + '[servers.parameters]\n  "a.b" = "c"').mistakes

    assert found.in_file("x").startswith("""x:6:3: servers[0].parameters."a.b": """)


MANY = MOST_MISTAKES + 50


@pytest.mark.parametrize(
    "text",
    [
        HEAD + SERVER + "".join(f"x{number} = 1\n" for number in range(MANY)),
        HEAD + CLIENT + "steps = [" + "{ show = '{{nothing}}' }," * MANY + "]",
        HEAD + CLIENT + "steps = [" + "{ send = 1 }," * MANY + "]",
        HEAD + CLIENT + "steps = [" + "{ send = 1 }," * MOST_MISTAKES + "{ wait = '1s' }]",
        HEAD + SERVER + "x = [" + "99999999999999999999," * MANY + "]",
    ],
    ids=["keys", "variables", "types", "exactly", "numbers"],
)
def test_so_many_mistakes_are_told_at_most(text):
    told = mistake(text).mistakes

    assert len(told) == MOST_MISTAKES
    assert len({one.problem for one in told}) <= 2


def test_what_is_no_toml_is_told_with_its_place():
    error = mistake('format = 1\ntitle = "T\n')

    assert error.path == ""
    assert "not TOML" in error.problem
    assert str(error).startswith("my.toml:2:11: this is not TOML: ")


@pytest.mark.parametrize("text", [f"a = {'[' * 5000}", f"{'x.' * 10_000}x = 1"])
def test_tables_nested_without_end_are_refused(text):
    assert "nested more than 32 deep" in mistake(text).problem


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("format = 0x" + "F" * 5000, "format"),
        ("format = " + "9" * 5000, "format"),
        ("format = -" + "9" * 5000, "format"),
        (HEAD + SERVER + "backlog = " + "1_" * 5000 + "1", "servers[0].backlog"),
        (HEAD + SERVER + "backlog = 9223372036854775808", "servers[0].backlog"),
        (
            HEAD + CLIENT + "steps = [{ send = 'x' }, { send = [0b" + "1" * 99 + "] }]",
            "clients[0].steps[1].send[0]",
        ),
    ],
)
def test_a_number_that_is_too_large_names_its_field(text, path):
    [found] = [one for one in mistake(text).mistakes if one.path == path]

    assert found.problem == "the number is too large."


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("1e999999", "'inf' is neither a whole number from 0 to 65535 nor system."),
        ("1." + "1" * 9000, "'1.1111111111111112' is neither a whole number"),
        ("nan", "'nan' is neither a whole number"),
        ("2020-01-01", "'2020-01-01' is neither a whole number"),
    ],
)
def test_numbers_that_are_none_here_and_dates_are_named(value, problem):
    error = mistake(HEAD + SERVER + f"backlog = {value}")

    assert error.path == "servers[0].backlog"
    assert error.problem.startswith(problem)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + SERVER + f"dialogue = '{'x' * 100_000}'",
        HEAD + SERVER + f"{'x' * 100_000} = 1",
        HEAD + CLIENT + f"connect_timeout = '{'1' * 100_000}'",
        HEAD + f'"{" - at `$" * 10_000}" = 1',
    ],
)
def test_a_sentence_is_short_however_long_the_text_it_is_about(text):
    assert len(str(mistake(text))) < 1000


@pytest.mark.parametrize("scheme", ["udp://127.0.0.1:1", "unixgram:///tmp/x"])
@pytest.mark.parametrize("action", ["half_close", "expect_close"])
def test_datagrams_have_no_end(scheme, action):
    client = f'[[clients]]\nendpoint = "{scheme}"\nsteps = [{{ {action} = true }}]'

    error = mistake(HEAD + client)

    assert error.path == f"clients[0].steps[0].{action}"
    assert "no end of stream" in error.problem
    stream = client.replace("unixgram", "unix").replace("udp", "tcp")
    assert parse_scenario(HEAD + stream, "my.toml").clients


@pytest.mark.parametrize(
    ("endpoint", "framing", "fits"),
    [
        ("tcp://127.0.0.1:1", "none", False),
        ("tcp://127.0.0.1:1", "line", True),
        ("udp://127.0.0.1:1", "none", True),
    ],
)
def test_an_empty_message_can_be_waited_for_where_there_are_messages(endpoint, framing, fits):
    text = (
        f'{HEAD}[[clients]]\nendpoint = "{endpoint}"\nframing = "{framing}"\n'
        'steps = [{ repeat = [{ expect = "" }], until = { variable = "host", equals = "" } }]'
    )

    if fits:
        assert parse_scenario(text, "my.toml").clients
    else:
        assert mistake(text).path == "clients[0].steps[0].repeat[0].expect"


def test_a_document_has_so_many_servers_and_clients_at_most():
    assert len(parse_scenario(HEAD + SERVER * 1000, "my.toml").servers) == 1000
    assert mistake(HEAD + CLIENT + SERVER * 1000).path == "servers"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match="the file cannot be read") as caught:
        load_scenario(tmp_path / "no.toml")
    assert str(tmp_path / "no.toml") in str(caught.value)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ScenarioError, match="it is a folder"):
        load_scenario(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "x.toml").write_bytes(b'title = "\xff"')

    with pytest.raises(ScenarioError, match=r"not UTF-8 text \(at byte 9\)"):
        load_scenario(tmp_path / "x.toml")


def test_a_file_is_read(tmp_path):
    (tmp_path / "x.toml").write_text(HEAD + SERVER, "utf-8")

    assert load_scenario(tmp_path / "x.toml").title == "T"


def test_what_is_no_file_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "endless.toml").symlink_to("/dev/zero")
    (tmp_path / "large.toml").write_bytes(b"#" * (MOST_BYTES + 1))

    for name, words in (("pipe", "a named pipe"), ("endless", "a device"), ("large", "more than")):
        path = tmp_path / f"{name}.toml"
        with pytest.raises(ScenarioError, match=words) as caught:
            load_scenario(path)
        assert str(caught.value).startswith(f"{path}: the file cannot be read: ")


@given(st.text())
def test_no_text_does_anything_but_load_or_be_refused(text):
    with contextlib.suppress(ScenarioError):
        assert parse_scenario(HEAD + SERVER + text, "my.toml").title == "T"


DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")


def test_the_documented_example_is_right():
    example = DOCUMENTATION.partition("```toml\n")[2].partition("```")[0]

    assert parse_scenario(example, "docs").clients[0].steps


@pytest.mark.parametrize(
    "document",
    [
        Scenario,
        ServerDocument,
        ClientDocument,
        StepDocument,
        SendDocument,
        ExpectationDocument,
        ConditionDocument,
        VariableDocument,
        LanguageDocument,
        RulesDocument,
        StateDocument,
        RuleDocument,
    ],
)
def test_every_field_is_documented(document):
    """Options are in docs/options.md, which is generated."""
    fields = {field.encode_name for field in msgspec.structs.fields(document)}
    fields -= {"options", *RESOLVED.get(document, ())}

    assert [name for name in fields if f"`{name}" not in DOCUMENTATION] == []


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_is_documented(variable):
    assert f"{{{{{variable}}}}}" in DOCUMENTATION


MUTATIONS = [
    *(bytes([byte]) for byte in b"\x00\x1b\xff\"'[]{}=.,\n\\#"),
    *(b'"""', b"\xe2\x80\xae", b"-1", b"1e9999", b"9" * 5000, b"0x" + b"F" * 5000, b"true", b"inf"),
    *(b"[" * 40, b"x." * 40, b"{a=" * 40, b"2020-01-01", b"00:00:00", b"\\q", b"\\uD800"),
    *(b"{{", b"}}", b"{{peer}}", b"tcp://", b"udp://", b"unix://", b"x" * 10_000),
    *(b"half_close = true\n", b"[[servers]]\n", b"[[clients]]\n", b"steps = [{}]\n"),
]


def test_a_thousand_damaged_documents_load_or_are_refused_in_a_sentence():
    """Built-in documents with pieces cut out, doubled and put in; always the same thousand."""
    documents = [builtin_path(name).read_bytes() for name in scenario_names()]
    starters = sorted(resource_folder("starters").glob("*.toml"))
    documents += [starter.read_bytes() for starter in starters] * 4
    examples = Path(__file__).parents[2] / "examples" / "scenarios"
    documents += [example.read_bytes() for example in sorted(examples.glob("*.toml"))]
    chance = random.Random(8)
    for number in range(1000):
        damaged = bytearray(documents[number % len(documents)])
        for _ in range(chance.randint(1, 4)):
            first, second = sorted(chance.choices(range(len(damaged) + 1), k=2))
            second = min(second, first + chance.choice((0, 1, 8, 200)))
            other = chance.choice((b"", chance.choice(MUTATIONS), bytes(damaged[first:second]) * 2))
            damaged[first:second] = other
        with contextlib.suppress(ScenarioError):
            parse_scenario(bytes(damaged).decode("utf-8", "replace"), "my.toml")
