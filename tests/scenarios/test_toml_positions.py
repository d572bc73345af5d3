import tomllib
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.scenarios.fields import join, key
from socket_workbench.scenarios.toml_nesting import NestingError, check_nesting
from socket_workbench.scenarios.toml_positions import find_positions

DOCUMENT = """\
# a.b = 1
a.b = 1 # c = 2
text = \"\"\"
[x]
c = "1\"\"\"
[table]
  'quo.ted' = [ 1, 'a,]', # ]
    { x = 1, y.z = [2020-01-01 10:00:00, 3] }, ]
[[rows]]
one = '''
]'''
[rows.inner]
two = 2
[[rows]]
one = -1.5e3
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("a", (2, 1)),
        ("a.b", (2, 1)),
        ("text", (3, 1)),
        ("table", (6, 1)),
        ('table."quo.ted"', (7, 3)),
        ('table."quo.ted"[1]', (7, 20)),
        ('table."quo.ted"[2].x', (8, 7)),
        ('table."quo.ted"[2].y.z[1]', (8, 42)),
        ("rows[0]", (9, 1)),
        ("rows[0].inner.two", (13, 1)),
        ("rows[1].one", (15, 1)),
        ("rows[1].missing", (14, 1)),
        ('table."quo.ted".missing', (7, 3)),
        ("a[0]", (2, 1)),
        ('table."\x7f"', (6, 1)),
        ("missing", (1, 1)),
    ],
)
def test_a_field_is_where_its_key_stands(path, place):
    tomllib.loads(DOCUMENT)
    assert find_positions(DOCUMENT, [path]) == [place]


def test_line_ends_of_windows_are_line_ends():
    assert find_positions("a = 1\r\n\r\n[b]\r\nc = [\r\n1,\r\n]\r\n", ["b.c[0]"]) == [(5, 1)]


def fields(value, path=""):
    """Return the paths of all that is in a parsed document."""
    inner = []
    if isinstance(value, dict):
        inner = [(join(path, key(name)), one) for name, one in value.items()]
    elif isinstance(value, list):
        inner = [(f"{path}[{index}]", one) for index, one in enumerate(value)]
    return [each for name, one in inner for each in [name, *fields(one, name)]]


PIECES = st.sampled_from(
    [
        *("a", "b", "'c.d'", '"e\\u0041"', "\n", " ", ".", " = ", ",", "# x\n", "\r\n", "'''"),
        *("[", "]", "{", "}", "[[a]]\n", "[a.b]\n", "[[a.b]]\n", "1", "'x'", '"""\n"', '"""'),
        *("a = 1\n", "b = [1, {a = 2}]\n", "a.b = {}\n", "1979-05-27 07:32:00", "-1.5", "true"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text())
@example("a = [[1, [2]], {b = {c = []}}]\n[d.e]\n'' = ''\n[[d.f]]\n[d.f.g]\nx.y = ''''x''''")
def test_every_field_of_every_document_is_found(text):
    try:
        check_nesting(text)
        content = tomllib.loads(text)
    except (NestingError, tomllib.TOMLDecodeError):
        return
    paths = fields(content)
    lines = text.split("\n")
    found = find_positions(text, paths)
    for path, (line, column) in zip(paths, found, strict=True):
        # What else is looked for makes no difference.
        assert find_positions(text, [path]) == [(line, column)]
        assert 0 <= column - 1 < len(lines[line - 1])
        begin = lines[line - 1][column - 1]
        assert not begin.isspace()
        assert begin not in "]},=#."


@pytest.mark.parametrize(
    "text",
    [
        "a = [" + "{x=1}," * 60_000 + "]",
        "a = [" + "'\"'," * 200_000 + "]",
        "[" + ".".join("x" * 31) + "]\n" + "".join(f"k{n}=1\n" for n in range(100_000)),
        "".join("[[a]]\n" for _ in range(60_000)),
        f"[{'x' * 500_000}]\n" + "".join(f"k{n}=1\n" for n in range(50_000)),
        "# " + "[" * 1_000_000,
        'a = """' + '\\"' * 400_000 + '"""',
    ],
    ids=range(7),
)
def test_hostile_documents_of_a_megabyte_are_scanned(text):
    """Each takes a second where the time is linear, and would take hours where it is not."""
    tomllib.loads(text)
    assert find_positions(text, ["", "a[59000].x", "y"])[0] == (1, 1)


@pytest.mark.parametrize(
    "text", ["\n" * 500_000 + "a = 1", "#\n" * 250_000 + "a = 1", " \t\r\n" * 120_000 + "a = 1"]
)
def test_lines_that_are_passed_over_take_no_memory(text):
    tracemalloc.start()
    try:
        [found] = find_positions(text, ["a"])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == (text.count("\n") + 1, 1)
    assert peak < len(text) / 10


def test_places_of_one_long_line_are_found_in_one_pass():
    text = "a = [" + "1," * 50_000 + "]"
    found = find_positions(text, [f"a[{number}]" for number in range(50_000)])

    assert found == [(1, 6 + 2 * number) for number in range(50_000)]
