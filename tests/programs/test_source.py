from socket_workbench.programs.source import Speech, assembled, indented, render, wrapped

SPEECH = Speech(send="send({})", each="for message in all():", lock="with lock:", linger="wait({})")


def test_directives_become_the_words_of_a_style():
    lines = "@each\n    @lock\n        x = SENDER\n    @send b'a'\n    @drain\n    @linger 2"

    assert render(lines, SPEECH._replace(sender="f")).split("\n") == [
        "for message in all():",
        "    with lock:",
        "        x = f",
        "    send(b'a')",
        "    wait(2)",
    ]


def test_without_a_lock_its_block_moves_to_the_left():
    lines = "@lock\n    one\n    if two:\n        three\nfour"

    assert render(lines, SPEECH._replace(lock="")) == "one\nif two:\n    three\nfour"


def test_only_what_is_used_is_imported():
    text = assembled('"""Doc."""', ["A = 1"], ["def f(x: Any) -> None:\n    sys.exit(x)"], "f(A)")

    assert text.split("\n")[:6] == [
        '"""Doc."""',
        "",
        "import sys",
        "from typing import Any",
        "",
        "A = 1",
    ]
    assert text.endswith('\n\n\nif __name__ == "__main__":\n    f(A)\n')


def test_a_call_that_is_too_long_is_wrapped():
    line = f"    call({'x' * 90})"

    assert wrapped(line) == f"    call(\n        {'x' * 90}\n    )"
    assert wrapped("    call(x)") == "    call(x)"


def test_empty_lines_stay_empty():
    assert indented("a\n\nb", 2) == "        a\n\n        b"
