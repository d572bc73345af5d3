"""The page about options is the one that the option table makes."""

from pathlib import Path

import option_reference as reference
import pytest

from socket_workbench.sockets.options import ClientOptions, ServerOptions

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_up_to_date():
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run `make reference`"


def test_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "PAGE", tmp_path / "options.md")
    assert reference.main() == 0
    assert (tmp_path / "options.md").read_text("utf-8") == reference.page()


@pytest.mark.parametrize(
    ("title", "options"), [("Servers", ServerOptions), ("Clients", ClientOptions)]
)
def test_every_row_is_a_line_of_the_table(title, options):
    table = reference.page().partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| `")]

    assert [line.split("`")[1] for line in lines] == [row.name for row in options.rows()]
    for line, row in zip(lines, options.rows(), strict=True):
        assert f"`{row.flag}`" in line
        assert line.replace("\\|", "").count("|") == 8
