r"""What each dialogue answers, as the lines of a program: no word of how sockets are called.

The lines are Python with a few directives, which `source.render` turns into the calls of a style.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from socket_workbench.dialogues.kinds.echo_text import PLACE
from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.language import tr
from socket_workbench.payload.escapes import parse_escapes
from socket_workbench.programs import chat_code, number_code, web_page_code
from socket_workbench.programs.literals import constant


class DialogueCode(NamedTuple):
    """A dialogue as a program has it.

    Attributes:
        conversation: the lines of a whole conversation over a stream.
        each: the lines that deal with one datagram.
        constants: assignments.
        definitions: functions and classes that the lines use.
        comments: what the program does otherwise than the workbench.
    """

    conversation: str
    each: str
    constants: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


Texts = Mapping[str, str]
"""The parameters of a dialogue."""


def dialogue_code(name: str, parameters: Mapping[str, str | bool]) -> DialogueCode:
    """Return the lines of a dialogue.

    Args:
        name: the dialogue's name.
        parameters: those that differ from their defaults.

    Raises:
        ValueError: the dialogue cannot be written as a program; a sentence.
    """
    if name not in _CODES:
        raise ValueError(tr("A server with the dialogue {name} has no program.", name=name))
    kind = dialogue_kind(name)
    texts = {parameter.name: str(parameter.default) for parameter in kind.parameters}
    texts |= {parameter: str(value) for parameter, value in parameters.items()}
    return _CODES[name](texts)


def _answering(reply: str, *parts: str) -> DialogueCode:
    """Return a dialogue that answers each message by itself.

    Args:
        reply: the expression for the reply to `message`.
        parts: constants, and definitions, which have several lines.
    """
    return DialogueCode(
        conversation=f"@each\n    @send {reply}",
        each=f"@send {reply}",
        constants=tuple(part for part in parts if not _is_definition(part)),
        definitions=tuple(part for part in parts if _is_definition(part)),
    )


def _is_definition(part: str) -> bool:
    return part.lstrip().startswith(("def ", "class "))


def _welcome(texts: Texts) -> DialogueCode:
    conversation = """
@send b"Welcome!"
@each
    if message == b"exit":
        break
    @send b"Hello, " + message + b"!"
"""
    return DialogueCode(conversation, "")


def _acknowledge(texts: Texts) -> DialogueCode:
    # The first message ends the conversation; over datagrams there is none to end.
    return DialogueCode('@each\n    @send b"ACK"\n    break', '@send b"ACK"')


def _fixed_reply(texts: Texts) -> DialogueCode:
    return _answering("REPLY", constant("REPLY", parse_escapes(texts["reply"])))


def _square(texts: Texts) -> DialogueCode:
    return _answering("answer(message)", *number_code.NUMBERS, number_code.SQUARE)


def _calculator(texts: Texts) -> DialogueCode:
    return _answering(
        "answer(message)", *number_code.NUMBERS, number_code.DIVIDE, number_code.CALCULATE
    )


def _echo(texts: Texts) -> DialogueCode:
    return _answering("message")


def _echo_text(texts: Texts) -> DialogueCode:
    pieces = [parse_escapes(piece) for piece in texts["template"].split(PLACE)]
    if len(pieces) == 2:
        before, after = pieces
        return _answering(
            "BEFORE + message + AFTER", constant("BEFORE", before), constant("AFTER", after)
        )
    # The message stands between the pieces.
    names = [f"PIECE_{number}" for number in range(1, len(pieces) + 1)]
    constants = [constant(name, piece) for name, piece in zip(names, pieces, strict=True)]
    return _answering(" + message + ".join(names), *constants)


def _print_only(texts: Texts) -> DialogueCode:
    return DialogueCode("@each", "")


def _chat(texts: Texts) -> DialogueCode:
    return DialogueCode(
        chat_code.CONVERSATION,
        chat_code.EACH,
        chat_code.CONSTANTS,
        chat_code.DEFINITIONS,
        chat_code.COMMENTS,
    )


def _web_page(texts: Texts) -> DialogueCode:
    return DialogueCode(
        web_page_code.CONVERSATION,
        "",
        (*web_page_code.CONSTANTS, constant("PAGE", texts["page"].encode())),
        web_page_code.DEFINITIONS,
    )


def _manual(texts: Texts) -> DialogueCode:
    ask = """
print("answer, without a line end (empty for none): ", end="", flush=True)
reply = TYPED.rstrip("\\n").encode()
if reply:
    @send reply
"""
    each = ask.strip("\n")
    conversation = "@each\n" + "\n".join(f"    {line}" for line in each.split("\n"))
    return DialogueCode(
        conversation,
        each,
        comments=(
            "The workbench lets a person answer at any time, and close the connection; this",
            "program asks after each message, and closes when the peer ends its side.",
        ),
    )


_CODES: dict[str, Callable[[Texts], DialogueCode]] = {
    "welcome": _welcome,
    "acknowledge": _acknowledge,
    "fixed-reply": _fixed_reply,
    "square": _square,
    "calculator": _calculator,
    "echo": _echo,
    "echo-text": _echo_text,
    "print-only": _print_only,
    "chat": _chat,
    "web-page": _web_page,
    "manual": _manual,
}
