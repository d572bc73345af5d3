"""A kind of dialogue: its name, its parameters, and how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.language import tr

Open = Callable[[], Dialogue]
"""Makes the dialogue of one new conversation."""

STREAM = frozenset({"stream"})
STREAM_AND_DATAGRAM = frozenset({"stream", "datagram"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a dialogue.

    Attributes:
        name: its key in scenario files and options.
        title: its English label, to be translated where it is shown.
        default: the value when nothing is set; its type (str, bool) is the parameter's type.
        help: what it is for, an English clause for the documentation.
        is_reply: whether the command line's `--reply` sets it; one parameter of a dialogue at most.
    """

    name: str
    title: str
    default: str | bool
    help: str = ""
    is_reply: bool = False


class Values(dict[str, str | bool]):
    """The checked values of all parameters of a dialogue."""

    def text(self, name: str) -> str:
        """Return the value of a parameter that is text."""
        return str(self[name])


@dataclass(frozen=True, slots=True)
class DialogueKind:
    """A kind of dialogue; each module in `dialogues/kinds/` declares one as `KIND`.

    Attributes:
        name: its key on the command line and in scenario files.
        order: sort key among the dialogues, ascending.
        title: its English name, to be translated where it is shown.
        summary: one English sentence that says what it does.
        transports: `stream`, `datagram` or both.
        prepare: called once for a server with all values; returns what makes each conversation's
            dialogue. Raises `ValueError` with a sentence when a value makes no sense.
        parameters: what can be set.
    """

    name: str
    order: int
    title: str
    summary: str
    transports: frozenset[str]
    prepare: Callable[[Values], Open]
    parameters: tuple[Parameter, ...] = ()

    def build(self, parameters: Mapping[str, str | bool] | None = None) -> Open:
        """Make what one server needs; called once for it.

        Args:
            parameters: the values that differ from their defaults.

        Returns:
            What makes the dialogue of each conversation.

        Raises:
            ValueError: a parameter is unknown or its value makes no sense; the message is a
                sentence for people.
        """
        values = Values({parameter.name: parameter.default for parameter in self.parameters})
        for name, value in (parameters or {}).items():
            if name not in values:
                raise ValueError(self._unknown(name))
            if type(value) is not type(values[name]):
                raise ValueError(self._wrong_type(name, values[name]))
            values[name] = value
        return self.prepare(values)

    def _unknown(self, name: str) -> str:
        if not self.parameters:
            return tr(
                "'{parameter}' cannot be set: the dialogue {dialogue} has no parameters.",
                parameter=name,
                dialogue=self.name,
            )
        return tr(
            "The dialogue {dialogue} has no parameter '{parameter}'; it has: {known}.",
            dialogue=self.name,
            parameter=name,
            known=", ".join(parameter.name for parameter in self.parameters),
        )

    def _wrong_type(self, name: str, default: str | bool) -> str:
        if isinstance(default, bool):
            return tr(
                "The parameter '{parameter}' of {dialogue} must be true or false.",
                parameter=name,
                dialogue=self.name,
            )
        return tr(
            "The parameter '{parameter}' of {dialogue} must be text, in quotes.",
            parameter=name,
            dialogue=self.name,
        )
