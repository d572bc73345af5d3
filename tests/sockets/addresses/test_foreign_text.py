from socket_workbench.sockets.addresses.foreign_text import LONGEST, foreign


def test_a_sentence_is_left_whole_by_what_others_wrote():
    assert foreign("nginx: worker") == "nginx: worker"
    assert foreign("a\x1b[2J\n\u202eb") == "a␛[2J␊\\u202eb"


def test_only_its_beginning_is_shown():
    assert foreign("x" * LONGEST) == "x" * LONGEST
    assert foreign("x" * 1_000_000) == "x" * (LONGEST - 1) + "…"
