from argparse import ArgumentTypeError

import pytest

from socket_workbench.cli.arguments import values
from socket_workbench.payload.line_end import LineEnd


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.line_end, "none", LineEnd.NONE),
        (values.line_end, "CRLF", LineEnd.CRLF),
        (values.dialogue, "echo", "echo"),
        (values.whole_number(0, 9), "9", 9),
        (values.local_address, "127.0.0.1", {"local_host": "127.0.0.1"}),
        (values.local_address, "127.0.0.1:5000", {"local_host": "127.0.0.1", "local_port": 5000}),
        (values.local_address, ":5000", {"local_host": "", "local_port": 5000}),
        (values.local_address, "::1", {"local_host": "::1"}),
        (values.local_address, "[::1]", {"local_host": "::1"}),
        (values.local_address, "[::1]:5000", {"local_host": "::1", "local_port": 5000}),
        (values.setting, "a=b=c", ("a", "b=c")),
        (values.setting, "a=", ("a", "")),
    ],
)
def test_values_are_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://example.com/x.swb", "'https://example.com/x.swb' is a URL, and files are read"),
        ("S3://x", "'S3://x' is a URL, and files are read"),
        ("file:///tmp/a%20b.swb", "'file:///tmp/a%20b.swb' is a URL: write /tmp/a b.swb."),
        ("file://localhost/x", "write /x."),
        ("", "the name of the file is empty."),
    ],
)
def test_a_url_is_no_file(text, told):
    with pytest.raises(ArgumentTypeError) as caught:
        values.file(text)

    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["x.swb", "a:b", "://x", "c://x", "a b://x", "x://y"])
def test_other_names_are_files(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xy:").mkdir()

    assert values.file(text) == text
    assert values.file("xy://z") == "xy://z"


def test_what_has_a_syntax_of_its_own_is_read_by_its_parser():
    assert str(values.endpoint("localhost:80")) == "tcp://localhost:80"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.endpoint, "tcp://"),
        (values.dialogue, "x"),
        (values.line_end, "x"),
        (values.whole_number(0, 9), "10"),
        (values.whole_number(0, 9), "9" * 5000),
        (values.whole_number(0, 9), "٣"),
        (values.whole_number(0, 9), ""),
        (values.local_address, "h:65536"),
        (values.setting, "a"),
        (values.setting, "=b"),
    ],
)
def test_a_mistake_is_a_sentence(read, text):
    with pytest.raises(ArgumentTypeError) as caught:
        read(text)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["0" * 5000 + "7", "7"])
def test_zeros_before_a_number_do_not_count(text):
    assert values.whole_number(0, 10)(text) == 7


@pytest.mark.parametrize("text", ["9" * 5000, "000000000001" + "9" * 20, "²"])
def test_a_number_out_of_range_is_not_converted(text):
    with pytest.raises(ArgumentTypeError, match="not a whole number from 0 to 10"):
        values.whole_number(0, 10)(text)
