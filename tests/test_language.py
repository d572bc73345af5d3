import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from socket_workbench.language import DOMAIN, mark, tr, trn, use_language

POLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4"
" && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Stop"
msgstr "Zatrzymaj"

msgid "Port {port} is in use by {program}."
msgstr "{program} używa portu {port}."

msgid "{count} byte from {peer}"
msgid_plural "{count} bytes from {peer}"
msgstr[0] "{count} bajt z {peer}"
msgstr[1] "{count} bajty z {peer}"
msgstr[2] "{count} bajtów z {peer}"
"""

JAPANESE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "{count} byte from {peer}"
msgid_plural "{count} bytes from {peer}"
msgstr[0] "{peer} から {count} バイト"
"""


@pytest.fixture
def catalogues(tmp_path):
    """A folder of compiled catalogues, as the program ships them."""
    for language, text in {"pl": POLISH, "ja": JAPANESE}.items():
        path = tmp_path / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, read_po(io.BytesIO(text.encode()), locale=language))
    return tmp_path


def received(count):
    return trn("{count} byte from {peer}", "{count} bytes from {peer}", count, peer="::1")


def test_without_a_catalogue_texts_are_english():
    assert tr("Stop") == "Stop"
    assert tr("Port {port} is in use by {program}.", port=80, program="nc") == (
        "Port 80 is in use by nc."
    )


def test_english_has_two_forms():
    assert [received(count) for count in (0, 1, 2)] == [
        "0 bytes from ::1",
        "1 byte from ::1",
        "2 bytes from ::1",
    ]


def test_braces_stay_where_nothing_is_filled_in():
    assert tr("Write {{name}} for a variable, {} for nothing.") == (
        "Write {{name}} for a variable, {} for nothing."
    )


def test_values_are_not_filled_in_themselves():
    assert tr("Port {port} is in use by {program}.", port="{program}", program="{port}") == (
        "Port {program} is in use by {port}."
    )


def test_an_empty_text_is_empty_and_not_the_catalogue_s_header(catalogues):
    use_language(["pl"], catalogues)

    assert tr("") == ""


def test_a_translation_may_change_the_order_of_its_places(catalogues):
    use_language(["pl"], catalogues)

    assert tr("Stop") == "Zatrzymaj"
    assert tr("Port {port} is in use by {program}.", port=80, program="nc") == "nc używa portu 80."


def test_what_a_catalogue_lacks_is_english(catalogues):
    use_language(["pl"], catalogues)

    assert tr("Start") == "Start"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bajtów z ::1"),
        (1, "1 bajt z ::1"),
        (2, "2 bajty z ::1"),
        (5, "5 bajtów z ::1"),
        (12, "12 bajtów z ::1"),
        (22, "22 bajty z ::1"),
    ],
)
def test_a_language_may_have_three_forms(catalogues, count, text):
    use_language(["pl"], catalogues)

    assert received(count) == text


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_language_may_have_one_form(catalogues, count):
    use_language(["ja"], catalogues)

    assert received(count) == f"::1 から {count} バイト"


def test_the_first_language_that_is_there_is_taken(catalogues):
    use_language(["zh_CN", "ja_JP.UTF-8", "pl"], catalogues)

    assert received(1).endswith("バイト")


def test_a_language_that_is_not_there_is_english(catalogues):
    use_language(["pl"], catalogues)
    use_language(["zh_CN"], catalogues)

    assert tr("Stop") == "Stop"


def test_the_environment_says_which_language(catalogues, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "pl:ja")
    use_language(folder=catalogues)

    assert tr("Stop") == "Zatrzymaj"


def test_a_marked_text_is_translated_where_it_is_shown(catalogues):
    title = mark("Stop")
    use_language(["pl"], catalogues)

    assert (title, tr(title)) == ("Stop", "Zatrzymaj")


def test_the_pseudo_language_shows_what_was_translated(pseudo_language):
    assert tr("Port {port} is in use by {program}.", port=80, program="nc") == (
        "⟦Port 80 is in use by nc.⟧"
    )
    assert received(1) == "⟦1 byte from ::1⟧"
    assert received(3) == "⟦3 bytes from ::1⟧"
    assert tr("") == ""


def test_a_language_nobody_has_heard_of_is_no_mistake():
    """The program starts in any environment, a broken one included."""
    program = (
        "from socket_workbench.language import tr, use_language; use_language(); print(tr('Stop'))"
    )
    app = Path(__file__).parents[1] / "app"

    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(app), "LANGUAGE": "../..:x", "LC_ALL": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (0, "Stop\n")
