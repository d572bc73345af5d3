from itertools import pairwise

import pytest

from socket_workbench import language
from socket_workbench.scenarios import resolve
from socket_workbench.scenarios.load import ScenarioError, load_scenario, parse_scenario
from socket_workbench.scenarios.model import SendDocument

HEAD = 'format = 1\ntitle = "T"\n'
CLIENT = '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\n'


def document(steps, head="", name=""):
    name = f"name = {name!r}\n" if name else ""
    return f"{HEAD}{head}\n{CLIENT}{name}steps = [{steps}]\n"


@pytest.fixture
def load(tmp_path):
    def run(text, variables=None, **others):
        for name, content in others.items():
            file = tmp_path / name.replace("__", "/").replace("_toml", ".toml")
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, "utf-8", newline="\n")  # its bytes are counted
        (tmp_path / "main.toml").write_text(text, "utf-8")
        return load_scenario(tmp_path / "main.toml", {} if variables is None else variables)

    return run


def mistakes(load, text, **others):
    with pytest.raises(ScenarioError) as caught:
        load(text, **others)
    return [(one.path, one.problem) for one in caught.value.mistakes]


def test_files_are_read_when_the_document_is(load):
    scenario = load(document("{ send = { file = 'data' } }"), data="abc")

    send = scenario.clients[0].steps[0].send
    assert isinstance(send, SendDocument)
    assert send.content == b"abc"


def test_documents_are_included_with_the_files_beside_them(load):
    scenario = load(
        document(
            "{ repeat = [{ include = 'sub/a.toml', client = 'ben' }, { wait = '1s' }], times = 2 }"
        ),
        sub__a_toml=document("{ wait = '9s' }") + CLIENT + "name = 'ben'\n"
        "steps = [{ send = { file = 'data' } }, { include = 'b.toml' }]",
        sub__b_toml=document("{ send = 'b' }"),
        sub__data="x",
    )

    [group] = scenario.clients[0].steps
    assert group.repeat is not None
    included = group.repeat[0].included
    assert included is not None
    assert [step.include for step in included] == [None, "b.toml"]
    assert included[1].included is not None
    assert included[1].included[0].send == "b"


A = "{ include = 'a.toml' }"


@pytest.mark.parametrize(
    ("steps", "others", "part"),
    [
        ("{ include = 'main.toml' }", {}, "main.toml includes itself"),
        (A, {"a_toml": document("{ include = 'main.toml' }")}, "main.toml includes itself"),
        ("{ include = '../x.toml' }", {}, "does not name a file below"),
        ("{ include = 'no.toml' }", {}, "no.toml cannot be read"),
        ("{ include = 'a.toml' }", {"a_toml": "x ="}, "a.toml: "),
        (A, {"a_toml": HEAD + "[[servers]]\nendpoint = '1'"}, "has no client"),
        ("{ include = 'a.toml', client = 'x' }", {"a_toml": document("")}, "no client x"),
        (A, {"a_toml": document("{ wait = 'soon' }")}, "'soon' is not a duration"),
        ("{ include = 'a.toml' }", {"a_toml": document("{ wiat = '1s' }")}, "a.toml:6:12: "),
        ("{ send = { file = 'x' } }", {}, "x cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_step(load, steps, others, part):
    [(path, problem)] = mistakes(load, document(steps), **others)

    assert path in ("clients[0].steps[0].include", "clients[0].steps[0].send.file")
    assert part in problem


@pytest.mark.parametrize(
    ("steps", "parts"),
    [
        (
            "{ wait = 'soon' }, { wait = '1s' }, { send = '{{none}}' }",
            ["'soon' is not a duration", "no value named none"],
        ),
        ("{ wiat = '1s' }, { wait = 5 }", ["a.toml:6:", "a.toml:7:"]),
        (
            "{ include = 'no.toml' }, { send = { file = 'nothing' } }",
            ["no.toml cannot be read", "nothing cannot be read"],
        ),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_each_mistake_of_an_included_document_is_told(load, steps, parts, deep):
    steps = steps.replace("}, {", "},\n{")
    others = {"a_toml": document(steps)}
    if deep:
        others = {"a_toml": document("{ include = 'b.toml' }"), "b_toml": document(steps)}
        parts = [part.replace("a.toml", "b.toml") for part in parts]

    found = mistakes(load, document(A + ", { wait = 'late' }"), **others)

    assert [path for path, _ in found] == [
        *["clients[0].steps[0].include"] * len(parts),
        "clients[0].steps[1].wait",
    ]
    for (_, problem), part in zip(found, parts, strict=False):
        assert part in problem


@pytest.mark.parametrize(
    ("budget", "steps", "path", "part"),
    [
        (
            (100, 2, 100, 1000),
            "{ include = 'a.toml' }",
            "steps[0].include",
            "more than 100 documents",
        ),
        ((2, 9, 100, 1000), "{ send = { file = 'data' } }", "steps[0].send.file", "bytes"),
        ((100, 9, 1, 1000), "{ wait = '1s' }, { wait = '1s' }", "steps", "more than 30,000 steps"),
    ],
)
def test_what_is_read_is_bounded(load, monkeypatch, budget, steps, path, part):
    monkeypatch.setattr(resolve._Budget.__init__, "__defaults__", budget)
    twice = "{ include = 'b.toml' }, { include = 'b.toml' }"
    others = {"a_toml": document(twice), "b_toml": document("{ wait = '1s' }"), "data": "abc"}

    found = mistakes(load, document(steps), **others)
    assert [one[0] for one in found] == [f"clients[0].{path}"]
    assert part in found[0][1]


def test_documents_lie_so_deep_in_each_other(load):
    names = "abcdefghijk"
    others = {
        f"{name}_toml": document(f"{{ include = '{after}.toml' }}")
        for name, after in pairwise(names)
    }

    [(_, problem)] = mistakes(load, document("{ include = 'a.toml' }"), **others)
    assert "more than 8 deep" in problem


def test_a_text_that_is_no_file_names_no_files():
    with pytest.raises(ScenarioError, match="files are read beside"):
        parse_scenario(document("{ include = 'a.toml' }"), "x")


VARIABLES = "[variables]\nhost = '127.0.0.1'\nport = { type = 'number' }\n"


def test_variables_stand_in_addresses_and_steps(load):
    text = document("{ send = '{{host}} {{port}}' }", VARIABLES).replace(
        "tcp://127.0.0.1:1", "tcp://{{host}}:{{ port }}"
    )
    client = load(text, {"port": "99"}).clients[0]

    assert client.endpoint == "tcp://127.0.0.1:99"
    assert client.variables == {"host": "127.0.0.1", "port": "99"}
    assert mistakes(load, text) == [
        (
            "variables.port.default",
            "there is none; write one here, or run the document with --var port=VALUE on the"
            " command line.",
        )
    ]


def test_what_clients_share_is_known_after_their_meeting(load):
    one = document("{ set = { place = '1' } }, { meet = 'm', share = ['place'] }")
    other = CLIENT + "steps = [{ meet = 'm' }, { show = '{{place}}' }]"
    load(one + other)
    [(path, problem)] = mistakes(load, one + other.replace("{ meet = 'm' }, ", ""))

    assert path == "clients[1].steps[0].show"
    assert "no value named place" in problem


TEXTS = "[languages.de]\ntitle = 'Gruß'\ntexts = { 'Who?' = 'Wer?', 'Hi {{x}}' = 'Hallo {{x}}' }\n"


@pytest.mark.parametrize(
    ("codes", "title", "question"),
    [(["de_AT"], "Gruß", "Wer?"), (["fr", "de"], "Gruß", "Wer?"), (["fr"], "T", "Who?")],
)
def test_texts_are_in_the_language_of_the_person(load, codes, title, question):
    language.use_language(codes)
    try:
        scenario = load(document("{ ask = 'Who?', into = 'x' }, { show = 'Hi {{x}}' }", TEXTS))
    finally:
        language.use_language(["en"])

    assert (scenario.title, scenario.clients[0].steps[0].ask) == (title, question)


def test_translations_are_checked(load):
    text = document("{ ask = 'Who?', into = 'x' }, { show = 'Hi {{x}}' }", TEXTS)
    [(path, problem)] = mistakes(load, text.replace("Hallo {{x}}", "Hallo {{y}}"))
    assert path == "languages.de.texts"
    assert "no value named y" in problem
    [(path, _)] = mistakes(load, text.replace("'Who?' =", "'Whom?' ="))
    assert path == 'languages.de.texts."Whom?"'


def test_so_many_steps_are_read_in_all_languages(load, monkeypatch):
    """Each language is checked with all steps; a thousand of them took minutes."""
    text = document("{ note = 'n' }, { note = 'm' }")
    for code in ("de", "fr"):
        text += f"[languages.{code}]\ntexts = {{ 'n' = 'x' }}\n"
    titles = "".join(f"[languages.x{number}]\ntitle = 'T'\n" for number in range(10))
    monkeypatch.setattr(resolve, "MOST_STEPS", 6)

    load(text + titles)
    [(path, problem)] = mistakes(load, text + "[languages.it]\ntexts = { 'n' = 'x' }\n")
    assert (path, problem) == ("languages", "all have more than 6 steps.")


def test_so_many_languages_are_possible_at_most(load):
    """Each was checked, however short its texts: twenty thousand took seconds."""
    text = document("{ note = 'n' }")
    texts = [f"[languages.x{number}]\ntexts = {{ 'n' = 'x' }}\n" for number in range(101)]

    load(text + "".join(texts[1:]))
    assert mistakes(load, text + "".join(texts)) == [
        ("languages", "at most 100 languages are possible.")
    ]


def test_included_documents_are_read_once_and_have_so_many_bytes(load, monkeypatch):
    """A hundred of 1 MiB took minutes."""
    one, other = document("{ note = 'a' }"), document("{ note = 'b' }")
    monkeypatch.setattr(resolve._Budget.__init__, "__defaults__", (9, 9, 9, len(one)))
    twice = document("{ include = 'one.toml' }, { include = 'same.toml' }")

    assert len(load(twice, one_toml=one, same_toml=one).clients[0].steps) == 2
    [(path, problem)] = mistakes(load, twice, one_toml=one, same_toml=other)
    assert path == "clients[0].steps[1].include"
    assert problem == "all included documents have more than 1,048,576 bytes."


def test_summaries_of_variables_are_in_the_language_of_the_person(load):
    text = document("{ note = 'n' }", "[variables]\nunit = { default = 1, summary = 'which' }\n")
    text += "[languages.de]\ntexts = { 'which' = 'welche' }\n"
    language.use_language(["de"])
    try:
        scenario = load(text)
    finally:
        language.use_language(["en"])

    assert scenario.variables["unit"].summary == "welche"
    [(path, _)] = mistakes(load, text.replace("'which' =", "'Which' ="))
    assert path == "languages.de.texts.Which"


def test_what_cannot_be_read_hides_no_other_mistake(load):
    head = """
        [variables]
        port = { type = "number", default = "x" }
        unit = { type = "number" }
        [languages.de.texts]
        "hello" = "{{no}}"
        "hidden" = "verborgen"
        [[servers]]
        endpoint = "tcp://127.0.0.1:{{port}}"
        backlog = "many"
    """
    steps = """
        { note = 'hello' },
        { send = { file = 'no' } },
        { include = 'no.toml' },
        { send = '{{set_by_what_cannot_be_read}}{{port}}{{unit}}' },
        { check = { variable = 'set_there_too', less = '{{' } },
        { repeat = [{ include = 'a.toml' }, { include = 'no.toml' }], times = 0 },
        { wait = 'soon' },
    """

    found = mistakes(load, document(steps, head), a_toml=document("{ wait = '1s' }"))
    assert [path for path, _ in found] == [
        *("variables.port.default", "variables.unit.default"),
        *("languages.de.texts", "languages.de.texts.hidden", "servers[0].backlog"),
        *("clients[0].steps[1].send.file", "clients[0].steps[2].include"),
        "clients[0].steps[4].check.less",
        *("clients[0].steps[5].repeat[1].include", "clients[0].steps[5].times"),
        "clients[0].steps[6].wait",
    ]


def test_every_translation_that_makes_no_sense_is_told(load):
    head = "[languages.de.texts]\na = '{{x}}'\nb = '{{y}}'"
    steps = "{ show = 'a' }, { note = 'b' }, { wait = 'soon' }"

    found = mistakes(load, document(steps, head))
    assert [path for path, _ in found] == [*["languages.de.texts"] * 2, "clients[0].steps[2].wait"]
    assert [problem.partition(":")[0] for _, problem in found[:2]] == [
        *("clients[0].steps[0].show", "clients[0].steps[1].note"),
    ]
