"""The length or the checksum that a send bar appends to a message."""

import re
from typing import NamedTuple

from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.language import tr, trn
from socket_workbench.payload.escapes import parse_escapes

LENGTH_BITS = (8, 16, 24, 32, 64)

FORMS = ("be", "le", "hex", "hex-le", "number")
"""How a number is written: big or little end first, in hexadecimal digits, or decimal."""

_LENGTH = re.compile(r"length([0-9]{1,2})")
_NAME = re.compile(r"[A-Za-z0-9/ -]{1,40}")
_BINARY = ("be", "le")


class Appended(NamedTuple):
    """What is appended to a message: computed over all of it, and before the line end.

    Attributes:
        what: the name of a checksum, or `length8` to `length64`; empty for nothing.
        form: one of `FORMS`.
    """

    what: str = ""
    form: str = "be"

    @property
    def length_bits(self) -> int:
        """The bits of the length that is appended; 0 for a checksum."""
        found = _LENGTH.fullmatch(self.what)
        return int(found[1]) if found is not None else 0

    def after(self, data: bytes, encoding: str = "utf-8") -> bytes:
        """Return what is appended to a message.

        Args:
            data: the message.
            encoding: of digits, by Python's name.

        Raises:
            CompositionError: the length needs more bytes than were chosen, or the checksum cannot
                be computed on this computer.
        """
        if not self.what:
            return b""
        from socket_workbench.values.mistake import TemplateError
        from socket_workbench.values.template import compile_template

        try:
            appended = compile_template(self._template()).fill({"message": data})
        except TemplateError as error:
            sentence = tr(
                "{what} cannot be appended: {problem}", what=self.words(), problem=error.problem
            )
            raise CompositionError(sentence, 0) from None
        if self.form in _BINARY:
            return appended
        return parse_escapes(appended.decode("ascii"), encoding)

    def _template(self) -> str:
        """Return the template that computes it over the variable `message`."""
        bits = self.length_bits
        if not bits:
            return f"{{{{checksum('{self.what}', '{self.form}', message)}}}}"
        if self.form == "number":
            return "{{length(message)}}"
        end = "" if bits == 8 else "le" if self.form.endswith("le") else "be"
        number = f"u{bits}{end}(length(message))"
        return f"{{{{hex({number})}}}}" if self.form.startswith("hex") else f"{{{{{number}}}}}"

    def words(self) -> str:
        """Return what is appended, and how it is written, for people; empty for nothing."""
        if not self.what:
            return ""
        bits = self.length_bits
        if bits and self.form == "number":
            return tr("Length, decimal")
        name = self.what
        if bits:
            size = bits // 8
            name = trn("Length in {count} byte", "Length in {count} bytes", size)
        if self.form == "be":
            return name
        return f"{name}, {form_words(self.form)}"

    def saved(self) -> list[str]:
        """Return a value for the settings."""
        return [self.what, self.form]

    @classmethod
    def restored(cls, value: object) -> "Appended | None":
        """Return what `saved` has described; None if the value describes nothing."""
        if not isinstance(value, list) or [type(part) for part in value] != [str] * 2:
            return None
        restored = cls(*value)
        if restored.form not in FORMS:
            return None
        if not restored.what or restored.length_bits in LENGTH_BITS:
            return restored
        return restored if is_checksum(restored.what) else None


NOTHING = Appended()


def is_checksum(name: str) -> bool:
    """Whether there is a checksum of this name; one that this computer cannot compute is one."""
    if not _NAME.fullmatch(name):
        return False
    from socket_workbench.values.checksums import UnknownChecksumError, checksum

    try:
        checksum(name)
    except UnknownChecksumError:
        return False
    return True


def form_words(form: str) -> str:
    """Return how a number is written, for people."""
    return {
        "be": tr("big end first"),
        "le": tr("little end first"),
        "hex": tr("hex digits"),
        "hex-le": tr("hex digits, little end first"),
        "number": tr("decimal"),
    }[form]
