"""The language that people read the program in.

Every text a person sees goes through `tr` or `trn`, in the window and on the command line alike.
The English text is the key; catalogues are gettext's `.mo` files, in
`resources/translations/<language>/LC_MESSAGES/socket-workbench.mo`. What goes over the wire is
never translated.
"""

import gettext
import os
from pathlib import Path

from socket_workbench.resources import resource_folder

DOMAIN = "socket-workbench"

_wanted: list[str] = []
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(languages: list[str] | None = None, folder: Path | None = None) -> None:
    """Choose the catalogue for all texts from now on.

    Args:
        languages: language codes, most wanted first (`["zh_CN", "zh"]`); None reads the
            environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
        folder: where the catalogues are; None for the program's own.
    """
    global _catalogue, _wanted
    _wanted = _codes(languages)
    place = folder if folder is not None else resource_folder("translations")
    _catalogue = gettext.translation(DOMAIN, str(place), languages, fallback=True)


def wanted_languages() -> list[str]:
    """Return the codes of the languages people want to read, the most wanted first.

    Behind a code with a country stands that of the language: `de_AT`, `de`.
    """
    return list(_wanted)


def _codes(languages: list[str] | None) -> list[str]:
    if languages is None:
        names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
        languages = next(
            (os.environ[name].split(":") for name in names if os.environ.get(name)), []
        )
    plain = [code.partition(".")[0].partition("@")[0] for code in languages]
    return list(dict.fromkeys(each for code in plain for each in (code, code.partition("_")[0])))


def tr(text: str, /, **values: object) -> str:
    """Translate a text, then fill its `{named}` places with the values."""
    translated = _catalogue.gettext(text) if text else ""
    return translated.format(**values) if values else translated


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Translate a text that counts something; `{count}` stands for the number."""
    return _catalogue.ngettext(one, many, count).format(count=count, **values)


def mark(text: str, /) -> str:
    """Mark a constant for the catalogue; it is translated by `tr` where it is shown."""
    return text
