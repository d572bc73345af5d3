import pytest

from socket_workbench.sockets.option import ALL, STREAMS, Options, option
from socket_workbench.sockets.option_kinds import Duration, Flag, Host, Number

SHARED = option(Flag(), default="no", title="Shared", help="what two tables have")


class Few(Options):
    size: int = option(
        Number(1, 9), default="5", title="The size", help="how large", transports=STREAMS
    )
    shared: bool = SHARED
    connect_timeout: float = option(
        Duration(1, 9), default="2 s", title="T", help="how long", flag="--patience"
    )


class Other(Options):
    host: str = option(Host(), default="", title="Host", help="which")
    shared: bool = SHARED


def test_values_are_those_given_and_the_defaults():
    few = Few(size=7)

    assert (few.size, few.shared, few.connect_timeout) == (7, False, 2.0)
    assert few.values() == {"size": 7, "shared": False, "connect_timeout": 2.0}
    assert Few.of({"size": 7}) == few
    assert repr(few) == "Few(size=7, shared=False, connect_timeout=2.0)"


def test_they_are_compared_by_value():
    assert Few(size=5) == Few()
    assert hash(Few(size=5)) == hash(Few())
    assert Few(size=6) != Few()
    assert Few() != Other()


def test_they_cannot_be_changed():
    with pytest.raises(AttributeError, match="Few cannot be changed"):
        setattr(Few(), "size", 3)  # noqa: B010 - what mypy knows to be wrong


def test_a_value_that_makes_no_sense_is_told_with_its_option():
    with pytest.raises(ValueError, match=r"^The size: '10' is not a whole number from 1 to 9\.$"):
        Few(size=10)
    with pytest.raises(ValueError, match=r"^The size: 'x' is not a whole number"):
        Few.row("size").take("x")
    with pytest.raises(KeyError, match="colour"):
        Few.row("colour")
    with pytest.raises(TypeError, match="Few has no option 'colour'"):
        Few.of({"colour": 1, "size": 10})


def test_rows_know_their_names_and_flags():
    assert [row.name for row in Few.rows()] == ["size", "shared", "connect_timeout"]
    assert [row.flag for row in Few.rows()] == ["--size", "--shared", "--patience"]
    assert [row.name for row in Other.rows()] == ["host", "shared"]
    assert Few.row("shared") is Other.row("shared")
    assert (Few.row("size").transports, Few.row("shared").transports) == (STREAMS, ALL)


def test_rows_say_what_they_are():
    assert Few.row("size").sentence() == "How large."
    assert Few.row("size").shown_default() == "5"
    assert Other.row("host").shown_default() == "any"
