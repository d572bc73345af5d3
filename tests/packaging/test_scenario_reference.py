"""The page about every field of documents is the one that their structs and tables make."""

import msgspec
import pytest
import scenario_reference as reference

from socket_workbench.scenarios.model import RESOLVED
from socket_workbench.scenarios.step_actions import BELONGING


def test_the_committed_page_is_up_to_date():
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run `make reference`"


def test_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "PAGE", tmp_path / "scenario-reference.md")
    assert reference.main() == 0
    assert (tmp_path / "scenario-reference.md").read_text("utf-8") == reference.page()


@pytest.mark.parametrize(("title", "struct"), reference._TABLES)
def test_every_field_is_a_line_of_its_table(title, struct):
    section = reference.page().partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    fields = msgspec.structs.fields(struct)

    assert [line.split("`")[1] for line in lines] == [
        field.encode_name
        for field in fields
        if field.name != "options" and field.name not in RESOLVED.get(struct, ())
    ]
    for line in lines:
        *_, words, _ = line.replace("\\|", "").split("|")
        assert words.strip()


def test_every_action_is_named_with_its_fields():
    page = reference.page()

    for action, fields in BELONGING.items():
        assert f"| `{action}` | {', '.join(f'`{name}`' for name in fields)} |" in page
