"""Every option means the same in the pane's form, in a document and on the command line.

Each value is set in three ways: typed into its field, written into a scenario file, and given as
a flag.
"""

import contextlib
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget

from socket_workbench.cli.command_line import parse
from socket_workbench.gui.panes.options.fields import ChoiceField, FlagField, ScaleField, TextField
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.payload.framing import Framing
from socket_workbench.scenarios.load import ScenarioError, parse_scenario
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.sockets.call_choice import CallChoice, Calls
from socket_workbench.sockets.option import Options
from socket_workbench.sockets.option_kinds import (
    Choice,
    Duration,
    Flag,
    FramingKind,
    Host,
    Number,
    Size,
)
from socket_workbench.sockets.options import ClientOptions, ServerOptions

TABLES: dict[str, type[Options]] = {"servers": ServerOptions, "clients": ClientOptions}
ROWS = [
    pytest.param(table, row, id=f"{table}.{row.name}")
    for table, options in TABLES.items()
    for row in options.rows()
]
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
UNITS = {Size: ["", "B", "kB", "KiB", "MiB", "GB"], Duration: ["", "ms", "s", "min", "h"]}
NUMBERS = st.one_of(
    st.integers(0, 10**10).map(str),
    st.decimals(0, 10**5, places=3, allow_nan=False).map("{:f}".format),
    st.sampled_from(["0", "1", "20", "90", "65535", "65536", "1048576", "1073741825", "0.009"]),
)
OF_KIND = {
    Number: NUMBERS,
    Size: st.builds("{} {}".format, NUMBERS, st.sampled_from(UNITS[Size])).map(str.strip),
    Duration: st.builds("{}{}".format, NUMBERS, st.sampled_from(UNITS[Duration])),
    Flag: st.sampled_from(["yes", "no", "auto", "true", "OFF"]),
    Host: st.sampled_from(["127.0.0.1", "::1", "fe80::1%lo", "bücher.example", "1.2.3", "[::1]"]),
    Choice: st.sampled_from(["thread", "One at a time", "SELECTOR", "one_at_a_time", "fork"]),
    # Over TCP, where the document is read: `sendto` is refused there.
    Calls: st.sampled_from(
        ["recv", "recvmsg,sendall", " Sendall() , recvfrom", "auto", "recv,recvmsg", "write", ","]
    ),
    FramingKind: st.sampled_from(
        ["line", "fixed:8", r"delimiter:\r\n", "idle:20ms", "idle:20", "x"]
    ),
}


def texts(row):
    """Return what people may write for this row, right and wrong."""
    return OF_KIND[type(row.kind)] | st.just(row.kind.write(row.default)) | PRINTABLE


def by_document(table, row, written):
    """Load a document in which the option is written so; returns its value, or the sentence."""
    try:
        scenario = parse_scenario(
            f'format = 1\ntitle = "T"\n[[{table}]]\nendpoint = "tcp://127.0.0.1:0"\n'
            f"{row.name} = {written}\n",
            "my.toml",
        )
    except ScenarioError as error:
        # It stands in the field's place, whatever it says.
        return error.problem if error.path == f"{table}[0].{row.name}" else str(error)
    options: list[Options] = [server_settings(one).options for one in scenario.servers]
    options += [client_settings(one).options for one in scenario.clients]
    return (getattr(options[0], row.name),)


def by_flag(table, row, *words):
    """Give the flag so; returns the option's value, or the sentence."""
    command = "serve" if table == "servers" else "connect"
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            parsed = parse([command, "1", *words])
        except SystemExit:
            return errors.getvalue().splitlines()[0]
    return (getattr(TABLES[table].of(parsed.options), row.name),)


def fields(form):
    """Return the fields of a form by their labels."""
    return {
        field.text() if isinstance(field, FlagField) else field.accessibleName(): field
        for field in form.findChildren(QWidget)
        if isinstance(field, ScaleField | TextField | FlagField | ChoiceField)
    }


def by_form(form, row, text):
    """Type into the field of the row; returns its value, or the sentence."""
    form.set_values(form.written())  # What was wrong in other fields is forgotten.
    form.set_values({row.name: row.written_default})
    field = fields(form)[row.title]
    line = field.lineEdit() if isinstance(field, ScaleField) else field
    line.setText(text)
    field.editingFinished.emit()
    if form.mistake():
        return form.mistake().removeprefix(f"{row.title}: ")
    return (form.values()[row.name],)


@pytest.fixture(scope="module")
def forms(qapp):
    made = {}
    for table, options in TABLES.items():
        made[table] = OptionsForm(options)
        made[table].more_button.setChecked(True)  # only then are there fields
    yield made
    for form in made.values():
        form.framing.deleteLater()
        form.more_button.deleteLater()
        form.deleteLater()


def toml(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(("table", "row"), ROWS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_people_write_means_the_same_everywhere(forms, table, row, data):
    text = data.draw(texts(row))
    found = by_document(table, row, toml(text))
    named = by_flag(table, row, f"--option={row.name}={text}")
    if isinstance(found, str):
        assert named == f"--option: {row.name}: {found}"
    else:
        assert named == found
    if isinstance(row.kind, Flag) and not row.kind.word:
        assert found in ((True,), (False,), f"'{text}' is neither yes nor no.")
        return
    given_as_flag = by_flag(table, row, f"{row.flag}={text}")
    assert given_as_flag == (f"{row.flag}: {found}" if isinstance(found, str) else found)
    if isinstance(fields(forms[table]).get(row.title), ScaleField | TextField) and text.strip():
        assert by_form(forms[table], row, text) == found


@pytest.mark.parametrize(("table", "row"), ROWS)
def test_flags_and_choices_mean_the_same_everywhere(forms, table, row):
    """What is chosen rather than typed."""
    if not isinstance(row.kind, Flag):
        return
    field = fields(forms[table])[row.title]
    for word, value in (("yes", True), ("no", False)):
        flag = row.flag if value else f"--no-{row.flag[2:]}"
        words = [row.flag, word] if row.kind.word else [flag]
        assert by_flag(table, row, *words) == (value,)
        assert by_document(table, row, str(value).lower()) == (value,)
        field.set_value(value)
        assert forms[table].values()[row.name] is value


VALUES = {
    Number: lambda kind: st.integers(kind.least, kind.most),
    Size: lambda kind: st.integers(kind.least, kind.most),
    Duration: lambda kind: st.floats(kind.least, kind.most),
    Flag: lambda kind: st.booleans(),
    Host: lambda kind: st.sampled_from(["", "::1", "localhost"]),
    Choice: lambda kind: st.sampled_from(list(kind.titles)),
    Calls: lambda kind: st.builds(
        CallChoice,
        st.sampled_from(["", "recv", "recvfrom", "recvmsg"]),
        st.sampled_from(["", "send", "sendall"]),
    ),
    FramingKind: lambda kind: st.sampled_from(["none", "line", "fixed:9"]).map(Framing.parse),
}


@pytest.mark.parametrize(("table", "row"), ROWS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_form_holds_is_written_to_the_last_digit(forms, table, row, data):
    value = data.draw(VALUES[type(row.kind)](row.kind))
    form = forms[table]
    form.set_values({row.name: value})
    written = form.written()[row.name]

    assert form.values()[row.name] == value
    assert by_document(table, row, toml(written)) == (value,)
    assert by_flag(table, row, f"--option={row.name}={written}") == (value,)


def test_an_option_that_there_is_not_is_named():
    row = ServerOptions.row("backlog")
    sentence = by_flag("servers", row, "--option", "colour=red")

    assert sentence.startswith("--option: there is no option 'colour' here; choose from framing,")
    assert by_flag("servers", row, "--option", "receive-size=1") == (None,)
    assert by_flag("servers", row, "--option", "backlog") == (
        "--option: 'backlog' is not written as name=value."
    )


def test_of_an_option_that_is_given_twice_the_last_counts():
    row = ClientOptions.row("local_port")

    assert by_flag("clients", row, "--local", ":7", "--local-port", "8") == (8,)
    assert by_flag("clients", row, "--local-port", "8", "--local", ":7") == (7,)
    assert by_flag("clients", row, "--local", ":7", "--option", "local_port=any") == (0,)
