"""Who is in a chat: the part that all of its conversations share."""

import itertools

LONGEST_NAME = 32
"""Characters that a name may have."""


class NameRefusedError(ValueError):
    """A name that cannot be had; the sentence is meant for the wire."""


class ChatRoom:
    """The names in use. May be used by several threads: every change is one step of a dict."""

    def __init__(self) -> None:
        # Each claim is a number of its own, so that one thread's claim is told from another's.
        self._claims = itertools.count()
        self._names: dict[str, tuple[int, str]] = {}

    def claim(self, text: bytes, before: str = "") -> str:
        """Take a name.

        Args:
            text: the name as the peer sent it.
            before: the name the peer has had, which is given back.

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
        """Give a claimed name back."""
        self._names.pop(name.casefold(), None)

    def __len__(self) -> int:
        """How many names are in use."""
        return len(self._names)

    def names(self, most: int | None = None) -> list[str]:
        """Names in use, those who came first at the front; at most so many of them."""
        # `list` makes a copy in one step of the interpreter, whatever other threads do.
        return [name for _, name in list(self._names.values())[:most]]
