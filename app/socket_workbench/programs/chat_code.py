"""The lines of the chat room: each member is a name and a way to send to it."""

from socket_workbench.programs.number_code import QUOTING

CONVERSATION = """
@lock
    member = enter(SENDER)
@drain
try:
    @each
        @lock
            stays = take(member, message)
        @drain
        if not stays:
            break
finally:
    @lock
        leave(member)
"""

EACH = """
if peer not in members:
    members[peer] = enter(SENDER)
if not take(members[peer], message):
    leave(members.pop(peer))
"""

CONSTANTS = (
    QUOTING[0],
    'ASK = b"Welcome! What is your name?"',
    "LONGEST_NAME = 32",
    "NAMES_TOLD = 100",
)

COMMENTS = (
    "A peer that does not read holds up the room in this program; the workbench lets at most",
    "most_waiting bytes wait for each peer.",
)

_MEMBER = '''
class Member:
    """One peer; it takes part as soon as it has a name."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self.send = send
        self.name = ""
        self.line_end = b""

    def say(self, text: str) -> None:
        """Send this peer a line that ends as its own lines do."""
        self.send(text.encode() + self.line_end)

    def tell_others(self, text: bytes) -> None:
        """Send a line to everybody else; one whose connection is broken is left out."""
        for other in room:
            if other is not self:
                with contextlib.suppress(OSError):
                    other.send(text + self.line_end)
'''

_ROOM = """
room: list[Member] = []
# In the order in which the names were taken; case makes no difference.
names: dict[str, str] = {}
"""

_ENTER = '''
def enter(send: Callable[[bytes], object]) -> Member:
    """Let a peer in, and ask for its name."""
    member = Member(send)
    room.append(member)
    send(ASK)
    return member
'''

_LEAVE = '''
def leave(member: Member) -> None:
    """Tell the others that a peer has left, however it did."""
    if member in room:
        room.remove(member)
    if member.name:
        member.tell_others(f"{member.name} has left.".encode())
        del names[member.name.casefold()]
        member.name = ""
'''

_TAKE = '''
def take(member: Member, message: bytes) -> bool:
    """Take the lines of a message; return whether the peer stays."""
    for line in message.splitlines(keepends=True):
        text = line.rstrip(b"\\r\\n")
        member.line_end = line[len(text) :]
        if not text.strip():
            continue
        if text.startswith(b"/"):
            if not obey(member, text):
                return False
        elif member.name:
            member.tell_others(member.name.encode() + b": " + text)
        else:
            rename(member, text)
    return True
'''

_OBEY = '''
def obey(member: Member, text: bytes) -> bool:
    """Do what a command says; return whether the peer stays."""
    word, _, argument = text.strip().partition(b" ")
    if word == b"/quit":
        member.say(f"Bye, {member.name}!" if member.name else "Bye!")
        leave(member)
        return False
    if word == b"/who":
        member.say(who())
    elif word == b"/name":
        rename(member, argument)
    else:
        commands = "use /who, /name or /quit"
        member.say(f"error: unknown command {quote(word)}, {commands}")
    return True
'''

_RENAME = '''
def rename(member: Member, text: bytes) -> None:
    """Give a peer its first or another name, if nobody has that."""
    name = text.decode("utf-8", "surrogateescape").strip()
    is_good = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    if not is_good or name.startswith("/"):
        rule = f"1 to {LONGEST_NAME} printable characters and does not begin with /"
        member.say(f"error: a name is {rule}")
        return
    before = member.name
    is_same = name.casefold() == before.casefold()
    if name.casefold() in names and not is_same:
        member.say(f"error: the name {name} is taken, choose another")
        return
    if before and not is_same:
        del names[before.casefold()]
    member.name = names[name.casefold()] = name
    if before:
        member.say(f"You are now {name}.")
        member.tell_others(f"{before} is now {name}.".encode())
    else:
        member.say(f"Hello, {name}! {who()}")
        member.tell_others(f"{name} has joined.".encode())
'''

_WHO = '''
def who() -> str:
    """Say who is here."""
    if not names:
        return "Nobody is here."
    told = ", ".join(list(names.values())[:NAMES_TOLD])
    more = len(names) - NAMES_TOLD
    return f"Here: {told} and {more} more." if more > 0 else f"Here: {told}."
'''

PEERS = "members: dict[Any, Member] = {}"
"""What a program of datagrams knows its peers by, beside the room."""

DEFINITIONS = (_MEMBER, _ROOM, _ENTER, _LEAVE, _TAKE, _OBEY, _RENAME, _WHO, *QUOTING[1:])
