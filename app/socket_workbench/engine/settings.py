"""What a server or client is started with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from socket_workbench.dialogues import DEFAULT_DIALOGUE
from socket_workbench.dialogues.base import Dialogue
from socket_workbench.sockets.addresses.endpoint import Endpoint, parse_endpoint
from socket_workbench.sockets.options import ClientOptions, ServerOptions


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server before it is started.

    Attributes:
        name: what the person calls it; it stands in the log.
        endpoint: where it listens.
        options: what is set beside that.
        dialogue: the name of a built-in dialogue.
        parameters: the dialogue's parameters that differ from their defaults.
    """

    name: str
    endpoint: Endpoint
    options: ServerOptions = field(default_factory=ServerOptions)
    dialogue: str = DEFAULT_DIALOGUE
    parameters: Mapping[str, str | bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the options; raises `ValueError` where one cannot be obeyed at the endpoint."""
        self.options.check_for(self.endpoint.transport.value)


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """A client before it connects.

    Attributes:
        name: what the person calls it; it stands in the log.
        endpoint: where it connects to.
        options: what is set beside that.
        script: makes what the client says by itself, anew for every connection, given the endpoint
            it connects to; None leaves all sending to a person.
        find: reads an address that the script connects to next.
    """

    name: str
    endpoint: Endpoint
    options: ClientOptions = field(default_factory=ClientOptions)
    script: Callable[[Endpoint], Dialogue] | None = None
    find: Callable[[str], Endpoint] = parse_endpoint

    def __post_init__(self) -> None:
        """Check the options; raises `ValueError` where one cannot be obeyed at the endpoint."""
        self.options.check_for(self.endpoint.transport.value)


SettingsT = TypeVar("SettingsT", ServerSettings, ClientSettings)


def stepped(settings: SettingsT) -> SettingsT:
    """Return settings with the same values, whose calls are stepped."""
    options = settings.options
    return replace(settings, options=options.of({**options.values(), "step": True}))
