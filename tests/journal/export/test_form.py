import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.form import export_forms

PEER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:8")
FORMS = export_forms()


def test_forms_are_called_what_the_command_line_promises():
    promised = ["txt", "csv", "jsonl", "pcapng"]
    assert [name for name in FORMS if name in promised] == promised


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_has_its_words(form):
    options = [(option.words, option.title, option.hint) for option in form.options]
    assert all([form.title, form.words, form.hint, *(text for each in options for text in each)])
    assert form.suffix == f".{form.name}"


def test_an_option_means_the_same_in_every_form():
    options = {option for form in FORMS.values() for option in form.options}
    assert len(options) == len({option.name for option in options})


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_writer_begins_anew(form):
    """What one writer has seen does not show in what another one writes."""

    def written(options):
        writer = form.writer(options)
        event = Event(1_800_000_000_000_000_000, 1, Kind.RECEIVED, b"x")
        return writer.head() + writer.event(PEER, event, 1)

    for options in (frozenset(), frozenset(option.name for option in form.options)):
        first = written(options)
        assert first
        assert written(options) == first
