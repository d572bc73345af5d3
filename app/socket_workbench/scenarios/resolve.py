"""Adds to a document what it names: other documents, files, and the values of its variables.

Files are read below the document's folder only, and so many of them in all.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import structs

from socket_workbench.language import tr, wanted_languages
from socket_workbench.scenarios.fields import FieldError, Mistakes, key
from socket_workbench.scenarios.file_names import read_below
from socket_workbench.scenarios.model import (
    ClientDocument,
    LanguageDocument,
    Scenario,
    SendDocument,
    StepDocument,
    VariableDocument,
)
from socket_workbench.scenarios.variables import as_document, read_variables

MOST_FILE_BYTES = 16 * 1024 * 1024
"""Bytes of all files that a document sends."""

MOST_DOCUMENTS = 100
"""Documents that one includes, those that they include counted too."""

MOST_DOCUMENT_BYTES = 1024 * 1024
"""Bytes of all documents that one includes; one that is included several times is read once."""

MOST_DEEP = 8
"""How deep documents include each other."""

MOST_LANGUAGES = 100
"""Languages of one document, since its steps are read in each."""

MOST_STEPS = 30_000
"""Steps of a document with those that it includes, since reading one takes 20 us and 1 KiB."""

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")

ReadDocument = Callable[[bytes, str], Scenario]
"""Reads the structure of another document; raises `ValueError`."""


@dataclass
class _Budget:
    """What may still be read."""

    bytes: int = MOST_FILE_BYTES
    documents: int = MOST_DOCUMENTS
    steps: int = MOST_STEPS
    document_bytes: int = MOST_DOCUMENT_BYTES


@dataclass
class _Place:
    """Where names of files are looked for.

    Attributes:
        folder: the folder; None where the document is no file.
        inside: the documents that are being read, the outermost first.
    """

    folder: Path | None
    inside: tuple[Path, ...] = field(default_factory=tuple)


def resolve(
    scenario: Scenario,
    file: Path | None,
    given: Mapping[str, str] | None,
    read: ReadDocument,
    mistakes: Mistakes,
) -> Scenario:
    """Return a document with what it names, without what cannot be read.

    Args:
        scenario: the document as it is written.
        file: where it is; None where it is no file, and so has no files beside it.
        given: values for its variables, by name; None for examples where there is no default.
        read: reads another document.
        mistakes: takes what cannot be read, or does not make sense.
    """
    found = Mistakes()
    values = read_variables(scenario.variables, given, found)
    with mistakes.of("variables"):
        found.check()
    reader = _Resolver(read, mistakes)
    place = _Place(file.parent if file is not None else None, (file,) if file is not None else ())
    clients = [
        structs.replace(
            client,
            steps=reader.steps(client.steps, f"clients[{index}].steps", place),
            variables=values,
            endpoint=_filled(client.endpoint, values),
        )
        for index, client in enumerate(scenario.clients)
    ]
    shared = _shared(clients)
    clients = [structs.replace(client, shared=shared) for client in clients]
    servers = [
        structs.replace(
            server,
            endpoint=_filled(server.endpoint, values),
            rules=server.rules and structs.replace(server.rules, given=values),
        )
        for server in scenario.servers
    ]
    with mistakes.of("languages"):
        _check_languages(scenario)
    return _in_language(structs.replace(scenario, clients=clients, servers=servers))


def _filled(address: str, values: Mapping[str, str]) -> str:
    """Put variables into an address; other places are left to whoever reads it."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), address)


class _Resolver:
    """Reads what steps name.

    Args:
        read: reads another document.
        mistakes: takes what cannot be read; its step has nothing in that place then.
    """

    def __init__(self, read: ReadDocument, mistakes: Mistakes) -> None:
        self._read = read
        self._mistakes = mistakes
        self._budget = _Budget()
        self._read_before: dict[bytes, Scenario] = {}

    def steps(self, steps: list[StepDocument], path: str, place: _Place) -> list[StepDocument]:
        """Return steps with what they name."""
        self._budget.steps -= len(steps)
        if self._budget.steps < 0:
            problem = tr("there are more than {most:,} steps.", most=MOST_STEPS)
            self._mistakes.add(FieldError(path, problem, is_last=True))
            return steps
        return [
            step if _is_plain(step) else self._step(step, f"{path}[{index}]", place)
            for index, step in enumerate(steps)
        ]

    def _step(self, step: StepDocument, path: str, place: _Place) -> StepDocument:
        mistakes = self._mistakes
        changes: dict[str, object] = {}
        if isinstance(step.send, SendDocument) and step.send.file is not None:
            content = mistakes.read(f"{path}.send.file", self._content, step.send.file, place)
            changes["send"] = structs.replace(step.send, content=content)
        for name, written in (("repeat", "repeat"), ("then", "then"), ("else_", "else")):
            inner = getattr(step, name)
            if inner is not None:
                changes[name] = self.steps(inner, f"{path}.{written}", place)
        if step.include is not None:
            changes["included"] = mistakes.read(f"{path}.include", self._included, step, place)
        return structs.replace(step, **changes) if changes else step

    def _content(self, name: str, place: _Place) -> bytes:
        content = read_below(_folder(place), name, MOST_FILE_BYTES)
        self._budget.bytes -= len(content)
        if self._budget.bytes < 0:
            raise ValueError(tr("all files have more than {most:,} bytes.", most=MOST_FILE_BYTES))
        return content

    def _included(self, step: StepDocument, place: _Place) -> list[StepDocument]:
        name = step.include or ""
        file = _folder(place) / name
        self._budget.documents -= 1
        if self._budget.documents < 0 or len(place.inside) > MOST_DEEP:
            raise ValueError(
                tr("more than {most} documents are included.", most=MOST_DOCUMENTS)
                if self._budget.documents < 0
                else tr("documents include each other more than {most} deep.", most=MOST_DEEP)
            )
        content = read_below(_folder(place), name, MOST_DOCUMENT_BYTES)
        if file.resolve() in {each.resolve() for each in place.inside}:
            raise ValueError(tr("{name} includes itself.", name=name))
        client = _client(self._document(content, name), step.client, name)
        inner = _Place(file.parent, (*place.inside, file))
        outer, self._mistakes = self._mistakes, Mistakes()
        try:
            steps = self.steps(client.steps, "steps", inner)
            self._mistakes.check()
        except FieldError as error:
            raise FieldError.of_included("", [f"{name}: {each}" for each in error.all()]) from error
        finally:
            self._mistakes = outer
        return steps

    def _document(self, content: bytes, name: str) -> Scenario:
        """Return a document from its content; raises `ValueError`."""
        found = self._read_before.get(content)
        if found is None:
            self._budget.document_bytes -= len(content)
            if self._budget.document_bytes < 0:
                raise ValueError(
                    tr(
                        "all included documents have more than {most:,} bytes.",
                        most=MOST_DOCUMENT_BYTES,
                    )
                )
            found = self._read_before[content] = self._read(content, name)
        return found


def _is_plain(step: StepDocument) -> bool:
    """Whether a step neither names a file nor has steps in it; there may be many of these."""
    return not (
        isinstance(step.send, SendDocument)
        or step.repeat is not None
        or step.then is not None
        or step.else_ is not None
        or step.include is not None
    )


def _folder(place: _Place) -> Path:
    if place.folder is None:
        raise ValueError(tr("files are read beside a document that is a file itself."))
    return place.folder


def _client(scenario: Scenario, name: str | None, file: str) -> ClientDocument:
    """Return the client whose steps are included; raises `ValueError`."""
    for client in scenario.clients:
        if name is None or client.name == name:
            return client
    if name is None:
        raise ValueError(tr("{file} has no client.", file=file))
    raise ValueError(tr("{file} has no client {name}.", file=file, name=name))


def _shared(clients: list[ClientDocument]) -> dict[str, list[str]]:
    """Return the variables that are given at each meeting, by its name."""
    found: dict[str, set[str]] = {}
    for client in clients:
        for step in each_step(client.steps):
            if step.meet is not None:
                found.setdefault(step.meet, set()).update(step.share or ())
    return {name: sorted(names) for name, names in found.items()}


# Languages


def _check_languages(scenario: Scenario) -> None:
    """Check that what is translated is there.

    Raises:
        FieldError: it is not; names every one.
    """
    if not scenario.languages:
        return
    if len(scenario.languages) > MOST_LANGUAGES:
        problem = tr("at most {most} languages are possible.", most=MOST_LANGUAGES)
        raise FieldError("", problem, is_last=True)
    texts = {text for client in scenario.clients for text in _texts(client.steps)}
    texts |= {as_document(each).summary for each in scenario.variables.values()} - {""}
    mistakes = Mistakes()
    for code, language in scenario.languages.items():
        for text in language.texts:
            if text not in texts:
                problem = tr("neither a step nor a variable's summary has this text.")
                mistakes.add(FieldError(f"{key(code)}.texts.{key(text)}", problem))
    mistakes.check()


def _texts(steps: list[StepDocument]) -> set[str]:
    found: set[str] = set()
    for step in each_step(steps):
        found |= {text for text in (step.ask, step.show, step.note, step.mark) if text is not None}
    return found


def each_step(steps: list[StepDocument]) -> Iterator[StepDocument]:
    """Yield steps with those inside them, in any order."""
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        yield step
        for inner in (step.repeat, step.then, step.else_, step.included):
            waiting += inner or ()


def _in_language(scenario: Scenario) -> Scenario:
    """Return a document in the language that people read the program in, if it has that."""
    for code in wanted_languages():
        language = scenario.languages.get(code)
        if language is not None:
            clients = [
                structs.replace(client, steps=_translated(client.steps, language))
                for client in scenario.clients
            ]
            return structs.replace(
                scenario,
                title=language.title or scenario.title,
                summary=language.summary or scenario.summary,
                clients=clients,
                variables=_translated_variables(scenario, language),
            )
    return scenario


def _translated_variables(
    scenario: Scenario, language: LanguageDocument
) -> dict[str, str | int | VariableDocument]:
    translated = dict(scenario.variables)
    for name, variable in scenario.variables.items():
        document = as_document(variable)
        if document.summary in language.texts:
            summary = language.texts[document.summary]
            translated[name] = structs.replace(document, summary=summary)
    return translated


def _translated(steps: list[StepDocument], language: LanguageDocument) -> list[StepDocument]:
    return [_translated_step(step, language) for step in steps]


def _translated_step(step: StepDocument, language: LanguageDocument) -> StepDocument:
    changes: dict[str, object] = {}
    for name in ("ask", "show", "note", "mark"):
        text = getattr(step, name)
        if text is not None and text in language.texts:
            changes[name] = language.texts[text]
    for name in ("repeat", "then", "else_", "included"):
        inner = getattr(step, name)
        if inner is not None:
            changes[name] = _translated(inner, language)
    return structs.replace(step, **changes) if changes else step


def check_in_languages(
    scenario: Scenario, check: Callable[[Scenario], None], known: Container[tuple[str, str]] = ()
) -> None:
    """Check a document in each of its languages.

    Args:
        scenario: the document.
        check: raises `FieldError` where it makes no sense.
        known: what makes no sense in any language, paths with problems.

    Raises:
        FieldError: translations make no sense; names every one.
    """
    mistakes = Mistakes()
    # Servers, and languages with a title alone, have nothing else to check.
    translated = {code: each for code, each in scenario.languages.items() if each.texts}
    if translated:
        steps = sum(1 for client in scenario.clients for _ in each_step(client.steps))
        if steps * (1 + len(translated)) > MOST_STEPS:
            problem = tr("all have more than {most:,} steps.", most=MOST_STEPS)
            raise FieldError("languages", problem)
    for code, language in translated.items():
        if mistakes.is_full:
            break
        clients = [
            structs.replace(client, steps=_translated(client.steps, language))
            for client in scenario.clients
        ]
        try:
            check(structs.replace(scenario, servers=[], clients=clients))
        except FieldError as error:
            field = f"languages.{key(code)}.texts"
            for each in error.all():
                if (each.path, each.problem) not in known:
                    mistakes.add(FieldError(field, str(each), is_last=each.is_last))
    mistakes.check()
