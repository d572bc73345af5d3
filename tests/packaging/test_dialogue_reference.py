"""The page about dialogues is the one that their records make."""

import dialogue_reference as reference
import pytest

from socket_workbench.dialogues.registry import dialogue_kinds


def test_the_committed_page_is_up_to_date():
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run `make reference`"


def test_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "PAGE", tmp_path / "dialogues.md")
    assert reference.main() == 0
    assert (tmp_path / "dialogues.md").read_text("utf-8") == reference.page()


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
def test_every_dialogue_is_described(kind):
    page = reference.page().replace("`", "")
    over = ", ".join(sorted(kind.transports, reverse=True))
    names = ", ".join(parameter.name for parameter in kind.parameters)

    assert f"| {kind.name} | {over} | {kind.summary} | {names} |" in page
    for one in kind.parameters:
        assert one.help
        name = f"{one.name}, --reply" if one.is_reply else one.name
        assert f"| {kind.name} | {name} | {one.title} | {one.help.replace('`', '')} | " in page
