"""The rules of a server as they are once they have been read."""

from dataclasses import dataclass

from socket_workbench.dialogues.rules_conditions import RuleCondition
from socket_workbench.dialogues.rules_matching import Match
from socket_workbench.values.mistake import Value
from socket_workbench.values.template import Template


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule that has been read; see `RuleDocument` for what is in it.

    Attributes:
        words: what the log calls it.
    """

    words: str
    on: str
    after: float
    match: Match
    conditions: tuple[RuleCondition, ...]
    times: int | None
    wait: tuple[float, float] | None
    sets: tuple[tuple[str, Template], ...]
    server_sets: tuple[tuple[str, Template], ...]
    replies: tuple[Template, ...]
    note: Template | None
    go: str | None
    then: str | None

    @property
    def is_constant(self) -> bool:
        """Whether nothing that it does depends on values."""
        is_plain = not self.sets and not self.server_sets
        texts = (*self.replies, self.note) if self.note else self.replies
        return is_plain and all(text.is_constant for text in texts)


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """The rules of a server, read.

    Attributes:
        banner: what a conversation begins with.
        variables: of each conversation, with what they begin with; patterns' groups are some too.
        server_variables: that all conversations share, with what they begin with.
        seed: of random values.
        default: what is done where no rule of the state is for a message.
        states: their rules, by name; a conversation begins in the first.
    """

    banner: tuple[Template, ...]
    variables: dict[str, Value]
    server_variables: dict[str, Value]
    seed: int | str | None
    default: Rule | None
    states: dict[str, tuple[Rule, ...]]
