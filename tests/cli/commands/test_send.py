import pytest

from socket_workbench.cli.command_line import parse


def test_everything_that_is_promised_is_taken():
    parsed = parse(
        [
            "send",
            "9998",
            "--text",
            "ABC",
            "--expect",
            "ACK",
            "--within",
            "2s",
            "--framing",
            "line",
            "--line-end",
            "lf",
        ]
    )

    assert (str(parsed.endpoint), parsed.text, parsed.expect) == (
        "tcp://127.0.0.1:9998",
        "ABC",
        "ACK",
    )
    assert (parsed.within, str(parsed.options["framing"]), parsed.line_end.value) == (
        2.0,
        "line",
        "lf",
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--text", "a", "--hex", "00"],
        ["--text", "a", "--expect", "b", "--contains", "c"],
        ["--hex", "0g"],
        ["--text", "a", "--within", "soon"],
        [],
    ],
)
def test_wrong_words_are_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["send", "9998", *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
