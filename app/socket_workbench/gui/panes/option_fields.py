"""What can be set on an endpoint beside its address, as a list of fields for `OptionsForm`.

The names and the types of the values are those of the engine's settings.
"""

from dataclasses import dataclass

from socket_workbench.language import tr

Value = str | int | float | bool | None
"""What a field can hold; None stands for never."""

MOST_WAITING = 1 << 30


@dataclass(frozen=True, slots=True)
class NumberOption:
    """A whole number within bounds.

    Attributes:
        name: its key.
        title: its label, translated.
        help: one sentence for the tooltip, translated.
        least: the smallest value.
        most: the largest value.
        suffix: what stands behind the number, such as ` B`.
        least_words: shown instead of the smallest value, such as `any`.
        none_words: the words for None, below the smallest value; empty when it has to be a number.
    """

    name: str
    title: str
    help: str
    least: int
    most: int
    suffix: str = ""
    least_words: str = ""
    none_words: str = ""


@dataclass(frozen=True, slots=True)
class SecondsOption:
    """A time in seconds.

    Attributes:
        name: its key.
        title: its label, translated.
        help: one sentence for the tooltip, translated.
        never: the words for None, such as `never`; empty when there has to be a time.
        may_be_zero: whether no pause is a time.
    """

    name: str
    title: str
    help: str
    never: str = ""
    may_be_zero: bool = True


@dataclass(frozen=True, slots=True)
class FlagOption:
    """Yes or no; the attributes are as for `NumberOption`."""

    name: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class TextOption:
    """A short text; the attributes are as for `NumberOption`, and what an empty field means."""

    name: str
    title: str
    help: str
    empty_words: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One of a few values; the other attributes are as for `NumberOption`.

    Attributes:
        choices: each value with its words, translated; the first is the usual one.
    """

    name: str
    title: str
    help: str
    choices: tuple[tuple[Value, str], ...]


Option = NumberOption | SecondsOption | FlagOption | TextOption | ChoiceOption


def server_options(most_receive_size: int) -> list[Option]:
    """Return what can be set on a server."""
    return [
        NumberOption(
            "backlog",
            tr("Backlog"),
            tr(
                "Connections that the system queues before they are accepted: a number, or system"
                " for as many as it allows."
            ),
            0,
            65535,
            none_words=tr("system"),
        ),
        _receive_size(most_receive_size),
        FlagOption(
            "one_at_a_time",
            tr("One connection at a time"),
            tr("Serve one connection to its end before the next one is accepted."),
        ),
        _most_waiting(),
        _close_on_peer_end(tr("as the dialogue does")),
        _reuse_address(),
    ]


def client_options(most_receive_size: int) -> list[Option]:
    """Return what can be set on a client."""
    return [
        TextOption(
            "local_host",
            tr("Local address"),
            tr("The address of this computer to connect from."),
            tr("any"),
        ),
        NumberOption(
            "local_port",
            tr("Local port"),
            tr("The port to connect from."),
            0,
            65535,
            least_words=tr("any"),
        ),
        SecondsOption(
            "connect_timeout",
            tr("Connect timeout"),
            tr("How long to wait for each address of the host."),
            may_be_zero=False,
        ),
        SecondsOption(
            "reconnect_interval",
            tr("Reconnect every"),
            tr("Connect again by itself when the connection ends."),
            never=tr("never"),
        ),
        _receive_size(most_receive_size),
        _most_waiting(),
        _close_on_peer_end(tr("as the steps say")),
        _reuse_address(),
    ]


def _most_waiting() -> Option:
    return NumberOption(
        "most_waiting",
        tr("Most waiting"),
        tr("Bytes that may wait for a peer that does not read; beyond, its connection is closed."),
        1,
        MOST_WAITING,
        suffix=tr(" B"),
    )


def _close_on_peer_end(usual: str) -> Option:
    return ChoiceOption(
        "close_on_peer_end",
        tr("Close when the peer ends"),
        tr("What happens when the peer has ended its side and may still receive."),
        ((None, usual), (True, tr("yes")), (False, tr("no"))),
    )


def _receive_size(most: int) -> Option:
    return NumberOption(
        "receive_size",
        tr("Receive size"),
        tr("The most bytes that one call of recv() asks for."),
        1,
        most,
        suffix=tr(" B"),
    )


def _reuse_address() -> Option:
    return FlagOption(
        "reuse_address",
        tr("Reuse address"),
        tr("SO_REUSEADDR: use the port again while old connections are in TIME_WAIT."),
    )
