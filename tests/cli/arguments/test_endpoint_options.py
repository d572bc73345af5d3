import argparse
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options, add_value
from socket_workbench.sockets.option import Options, option
from socket_workbench.sockets.option_kinds import Flag, Host, Number
from socket_workbench.sockets.options import ClientOptions, ServerOptions


class Few(Options):
    size: int = option(Number(1, 9), default="5", title="Size", help="how many % there are")
    loud: bool = option(Flag(), default="yes", title="Loud", help="make noise")
    quick: bool | None = option(
        Flag(word="auto", word_title="as it is"), default="auto", title="Quick", help="hurry"
    )
    host: str = option(Host(), default="", title="Host", help="from where")


@pytest.fixture
def parser():
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_endpoint_options(parser, Few)
    add_value(parser, "--both", "X", lambda text: {"size": len(text), "host": text}, "two in one")
    return parser


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("", {}),
        ("--size 3", {"size": 3}),
        ("--loud", {"loud": True}),
        ("--no-loud", {"loud": False}),
        ("--quick no --host ::1", {"quick": False, "host": "::1"}),
        ("--option size=3 --option loud=no", {"size": 3, "loud": False}),
        ("--size 3 --both a.b --size 4", {"size": 4, "host": "a.b"}),
        ("--option quick=auto", {"quick": None}),
    ],
)
def test_options_are_gathered_by_name(parser, words, options):
    assert parser.parse_args(shlex.split(words)).options == options
    assert parser.parse_args([]).options == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--size 0", "argument --size: '0' is not a whole number from 1 to 9."),
        ("--option size=0", "argument --option: size: '0' is not a whole number from 1 to 9."),
        ("--option x=0", "argument --option: there is no option 'x' here; choose from size, loud"),
    ],
)
def test_what_is_no_value_is_refused(parser, words, sentence):
    with pytest.raises(argparse.ArgumentError) as caught:
        parser.parse_args(shlex.split(words))
    assert str(caught.value).startswith(sentence)


@given(st.text(), st.sampled_from([ServerOptions, ClientOptions]), st.data())
def test_whatever_is_given_is_a_value_or_refused_with_a_sentence(text, options, data):
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_endpoint_options(parser, options)
    name = data.draw(st.sampled_from([each.name for each in options.rows()]) | st.text())
    refusal = "argument --option: "
    try:
        options(**parser.parse_args([f"--option={name}={text}"]).options)
    except argparse.ArgumentError as error:
        refusal = str(error)
    assert refusal.startswith("argument --option: ")


def test_the_help_says_values_and_defaults(parser):
    words = " ".join(parser.format_help().split())

    assert "--size N how many % there are (1 to 9; default: 5)" in words
    assert "--loud, --no-loud make noise (default: yes)" in words
    assert "--quick yes|no|auto hurry (default: auto)" in words
    assert "--host HOST from where (a host name or an IP address; default: any)" in words
