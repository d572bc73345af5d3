"""The names in a chat room, which all of its conversations share."""

import itertools

LONGEST_NAME = 32
"""The most characters of a name."""


class NameRefusedError(ValueError):
    """A name is invalid or taken; the message is sent to the peer."""


class ChatRoom:
    """The names in use. Thread-safe: every change is one atomic operation on a dict."""

    def __init__(self) -> None:
        # Each claim has a number, by which one thread's claim differs from another's.
        self._claims = itertools.count()
        self._names: dict[str, tuple[int, str]] = {}

    def claim(self, text: bytes, before: str = "") -> str:
        """Take a name.

        Args:
            text: the name as the peer sent it.
            before: the name that the peer has had, which is released.

        Returns:
            The name as it is shown.

        Raises:
            NameRefusedError: it is no name, or somebody has it. Case makes no difference.
        """
        try:
            name = text.decode("utf-8").strip()
        except UnicodeDecodeError:
            name = ""
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or name.startswith("/"):
            raise NameRefusedError(
                f"a name is 1 to {LONGEST_NAME} printable characters and does not begin with /"
            )
        key, claim = name.casefold(), (next(self._claims), name)
        if key == before.casefold():
            self._names[key] = claim
        elif self._names.setdefault(key, claim) is not claim:
            raise NameRefusedError(f"the name {name} is taken, choose another")
        else:
            self.release(before)
        return name

    def release(self, name: str) -> None:
        """Make a claimed name available again."""
        self._names.pop(name.casefold(), None)

    def __len__(self) -> int:
        """Return how many names are in use."""
        return len(self._names)

    def names(self, most: int | None = None) -> list[str]:
        """Return names in use, the earliest claimed first; at most so many."""
        # `list` makes a copy in one step of the interpreter, whatever other threads do.
        return [name for _, name in list(self._names.values())[:most]]
