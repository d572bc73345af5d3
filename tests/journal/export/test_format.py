import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.format import export_formats

PEER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:8")
FORMATS = export_formats()


def test_formats_are_called_what_the_command_line_promises():
    promised = ["txt", "csv", "jsonl", "pcapng", "svg", "mermaid"]
    assert [name for name in FORMATS if name in promised] == promised


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_every_format_has_its_words(format):
    options = [(option.words, option.title, option.hint) for option in format.options]
    assert all(
        [format.title, format.words, format.hint, *(text for each in options for text in each)]
    )
    assert format.suffix == f".{format.name}"


def test_an_option_means_the_same_in_every_format():
    options = {option for format in FORMATS.values() for option in format.options}
    assert len(options) == len({option.name for option in options})


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_every_writer_begins_anew(format):
    """What one writer has seen does not show in what another one writes."""

    def written(options):
        writer = format.writer(options)
        event = Event(1_800_000_000_000_000_000, 1, Kind.RECEIVED, b"x")
        return writer.head() + writer.event(PEER, event, 1) + writer.tail()

    for options in (frozenset(), frozenset(option.name for option in format.options)):
        first = written(options)
        assert first
        assert written(options) == first
