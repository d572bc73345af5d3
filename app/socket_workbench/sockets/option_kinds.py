"""The kinds of option values: how each is read, checked and written, the same everywhere.

`--help` is built from these, so that what is slow to import (sockets, dataclasses) is imported only
when a value is read.
"""

from collections.abc import Mapping
from decimal import Decimal

from socket_workbench.language import mark, tr
from socket_workbench.payload.durations import format_duration, parse_duration
from socket_workbench.payload.sizes import parse_size, size_text

_TRUTHS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def parse_truth(text: str) -> bool:
    """Read `yes`, `no` or a synonym, in any case; raises `ValueError` with a sentence."""
    truth = _TRUTHS.get(text.strip().lower())
    if truth is None:
        raise ValueError(tr("'{text}' is neither yes nor no.", text=text))
    return truth


class Kind:
    """How the values of an option are read, checked and written.

    Attributes:
        metavar: stands for a value in usage lines; English, such as `SIZE`.
        word: an English word that stands for one of the values; empty where there is none.
        meaning: the value that the word stands for.
        blank: English words for what an empty text means; empty where it is no value.
    """

    metavar = ""
    blank = ""

    def __init__(self, word: str = "", meaning: object = None) -> None:
        self.word = word
        self.meaning = meaning

    def read(self, text: str) -> object:
        """Read a value that a person has written.

        Raises:
            ValueError: it is none; the message is a sentence that says what to write.
        """
        if self.word and text.strip().lower() in (self.word, tr(self.word).lower()):
            return self.meaning
        return self._parse(text)

    def take(self, value: object) -> object:
        """Read a value of a document or of saved settings: text, or a number or truth value.

        Raises:
            ValueError: it is none; the same sentence as for a text that says the same.
        """
        return self.read(value) if isinstance(value, str) else self.check(value)

    def check(self, value: object) -> object:
        """Return a value if it is one of this kind; raises `ValueError` with a sentence."""
        raise NotImplementedError

    def write(self, value: object) -> str:
        """Write a value so that `read` returns the very same one."""
        return self.word if self.word and value == self.meaning else self.spell(value)

    def spell(self, value: object) -> str:
        """Write a value without the word that may stand for it."""
        return str(value)

    def usage(self) -> str:
        """Return what stands for a value in a usage line, translated: `N|system`."""
        return "|".join(filter(None, [tr(self.metavar), self.word]))

    def values(self) -> str:
        """Say in a few words which values there are, for the reference."""
        raise NotImplementedError

    def choices(self) -> list[tuple[str, object]]:
        """Return the values and their titles, translated, where there are few; else nothing."""
        return []

    def _parse(self, text: str) -> object:
        """Read any value but the word; raises `ValueError` with a sentence."""
        raise NotImplementedError


class Choice(Kind):
    """One of a few words.

    Args:
        titles: what each of them means, in English.
    """

    metavar = mark("NAME")

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.titles = titles

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        return self._parse(_written(value))

    def values(self) -> str:
        """See `Kind.values`."""
        return ", ".join(self.titles)

    def choices(self) -> list[tuple[str, object]]:
        """See `Kind.choices`."""
        return [(tr(title), word) for word, title in self.titles.items()]

    def _parse(self, text: str) -> object:
        word = "-".join(text.strip().lower().replace("_", " ").replace("-", " ").split())
        if word not in self.titles:
            raise ValueError(tr("'{text}' is none of {values}.", text=text, values=self.values()))
        return word


class Flag(Kind):
    """Yes or no; with a word, also None, which leaves the choice to the dialogue or script.

    Attributes:
        word_title: what the word means, for a list of choices; English.
    """

    metavar = "yes|no"

    def __init__(self, word: str = "", word_title: str = "") -> None:
        super().__init__(word)
        self.word_title = word_title

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        if isinstance(value, bool) or (value is None and self.word):
            return value
        return self._parse(_written(value))

    def spell(self, value: object) -> str:
        """See `Kind.spell`."""
        return "yes" if value else "no"

    def values(self) -> str:
        """See `Kind.values`."""
        return tr("yes, no or {word}", word=self.word) if self.word else tr("yes or no")

    def choices(self) -> list[tuple[str, object]]:
        """See `Kind.choices`."""
        both = [(tr("yes"), True), (tr("no"), False)]
        return [(tr(self.word_title), None), *both] if self.word else []

    def _parse(self, text: str) -> bool:
        return parse_truth(text)


class Scale(Kind):
    """Numbers between two bounds, both included; one sentence for all that is refused."""

    types: tuple[type, ...] = (int,)
    first: float = 0
    """The value one step above the word."""

    def __init__(self, least: float, most: float, word: str = "", meaning: object = None) -> None:
        super().__init__(word, meaning)
        self.least = least
        self.most = most

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        if value is None and self.word and self.meaning is None:
            return None
        if isinstance(value, int | float) and type(value) in self.types:
            return self._within(value, _written(value))
        return self._parse(_written(value))

    def step(self, value: object, steps: int) -> object:
        """Return the value so many steps up or down, counted in the unit that it is written in."""
        if value is None:
            return self.first if steps > 0 else None
        number, _, unit = self.spell(value).partition(" ")
        stepped = Decimal(number) + steps
        try:
            return self._parse(f"{stepped:f} {unit}")
        except ValueError:
            if steps > 0:
                return self.most
            if self.word and self.meaning is None:
                return None
            return value if unit else self.least

    def values(self) -> str:
        """See `Kind.values`."""
        low, high = self.spell(self.least), self.spell(self.most)
        if self.word:
            return tr("{low} to {high}, or {word}", low=low, high=high, word=self.word)
        return tr("{low} to {high}", low=low, high=high)

    def _within(self, value: float, text: str) -> float:
        if self.least <= value <= self.most:
            return value
        # A comparison with NaN is false: it counts as too large.
        raise ValueError(self._too_small(text) if value < self.least else self._too_large(text))

    def _too_small(self, text: str) -> str:
        raise NotImplementedError

    def _too_large(self, text: str) -> str:
        raise NotImplementedError


class Number(Scale):
    """A whole number."""

    metavar = "N"

    def _parse(self, text: str) -> object:
        # Very long numbers are not converted: the interpreter limits that.
        stripped = text.strip()
        digits = stripped.lstrip("0") or stripped[-1:]
        is_number = stripped.isascii() and stripped.isdigit()
        if not is_number or len(digits) > len(str(self.most)):
            raise ValueError(self._too_large(text))
        return self._within(int(digits), text)

    def _too_small(self, text: str) -> str:
        return self._too_large(text)

    def _too_large(self, text: str) -> str:
        if self.word:
            return tr(
                "'{text}' is neither a whole number from {low} to {high} nor {word}.",
                text=text,
                low=self.least,
                high=self.most,
                word=self.word,
            )
        return tr(
            "'{text}' is not a whole number from {low} to {high}.",
            text=text,
            low=self.least,
            high=self.most,
        )


class Size(Scale):
    """A number of bytes."""

    metavar = mark("SIZE")

    def spell(self, value: object) -> str:
        """See `Kind.spell`."""
        return size_text(value) if isinstance(value, int) else str(value)

    def _parse(self, text: str) -> object:
        return self._within(parse_size(text), text)

    def _too_small(self, text: str) -> str:
        least = self.spell(self.least)
        return tr("'{text}' is too small; {least} is the least.", text=text, least=least)

    def _too_large(self, text: str) -> str:
        most = self.spell(self.most)
        return tr("'{text}' is too large; {most} is the most.", text=text, most=most)


class Duration(Scale):
    """A time in seconds; a number without a unit is seconds too."""

    metavar = mark("TIME")
    types = (int, float)
    first = 1.0

    def spell(self, value: object) -> str:
        """See `Kind.spell`."""
        return format_duration(float(value)) if isinstance(value, int | float) else str(value)

    def _parse(self, text: str) -> object:
        return self._within(parse_duration(text, bare_unit="s"), text)

    def _within(self, value: float, text: str) -> float:
        return float(super()._within(value, text))

    def _too_small(self, text: str) -> str:
        least = self.spell(self.least)
        return tr("'{text}' is too short; {least} is the least.", text=text, least=least)

    def _too_large(self, text: str) -> str:
        most = self.spell(self.most)
        return tr("'{text}' is too long; {most} is the most.", text=text, most=most)


class Host(Kind):
    """A host name or an IP address without brackets; empty for any."""

    metavar = mark("HOST")
    blank = mark("any")

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        from socket_workbench.sockets.addresses.host_syntax import check_host

        if isinstance(value, str):
            if value:
                check_host(value)
            return value
        raise ValueError(tr("'{host}' is not a host name.", host=_written(value)))

    def values(self) -> str:
        """See `Kind.values`."""
        return tr("a host name or an IP address")

    def _parse(self, text: str) -> object:
        return self.check(text.strip())


class FramingKind(Kind):
    """How messages are cut from a stream; the values are `Framing`s."""

    metavar = mark("FRAMING")

    def check(self, value: object) -> object:
        """See `Kind.check`."""
        from socket_workbench.payload.framing import Framing

        return value if isinstance(value, Framing) else self._parse(_written(value))

    def values(self) -> str:
        """See `Kind.values`."""
        return (
            r"none, line, delimiter:\r\n, length:u8|u16be|u16le|u32be|u32le,"
            " header:TYPE@OFFSET, fixed:N, idle:TIME"
        )

    def _parse(self, text: str) -> object:
        from socket_workbench.payload.framing import Framing

        return Framing.parse(text)


def _written(value: object) -> str:
    """Write a value as TOML would, for a sentence about it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
