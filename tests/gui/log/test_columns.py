from socket_workbench.gui.log.columns import (
    MONO_COLUMNS,
    Column,
    column_explanation,
    column_title,
)


def test_every_column_has_its_own_title_and_explanation():
    assert len({column_title(column) for column in Column}) == len(Column)
    assert len({column_explanation(column) for column in Column}) == len(Column)
    assert all(column_explanation(column).endswith(".") for column in Column)


def test_titles_are_those_of_the_design():
    titles = [column_title(column) for column in Column]
    assert titles == ["Time", "Since", "From", "Direction", "Peer", "Kind", "Bytes", "Payload"]


def test_what_is_on_the_wire_is_monospaced():
    assert Column.PAYLOAD in MONO_COLUMNS
    assert Column.KIND not in MONO_COLUMNS


def test_titles_are_translated(pseudo_language):
    assert column_title(Column.KIND) == "⟦Kind⟧"
