import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.gui.sending.draft import LONGEST_NAME, MessageDraft
from socket_workbench.gui.sending.filling import Addressee
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.widgets.whole_line import LONGEST
from socket_workbench.payload.line_end import LineEnd


@pytest.fixture
def draft(qtbot):
    draft = MessageDraft()
    for widget in (draft.input, draft.tools):
        qtbot.addWidget(widget)
    return draft


def composed(draft):
    return draft.outgoing(draft.written()).data


def test_what_was_sent_can_be_recalled(draft):
    draft.input.set_text("one")
    assert composed(draft) == b"one"
    draft.finish()
    assert draft.input.text() == ""

    draft.input.earlier_requested.emit()
    assert draft.input.text() == "one"


def test_a_mistake_is_said_and_taken_back(draft, qtbot):
    draft.input.set_text("é\\q")
    with qtbot.waitSignal(draft.mistaken) as told:
        assert not draft.check()
    assert told.args[0].startswith("Column 2: ")
    with pytest.raises(CompositionError):
        composed(draft)

    draft.input.set_text("é")
    with qtbot.waitSignal(draft.mistaken) as told:
        assert draft.check()
    assert told.args == [""]


def test_another_encoding_counts_at_once_and_once_only(draft):
    draft.input.set_text("日")
    for encoding, data in (("shift_jis", b"\x93\xfa"), ("utf-8", "日".encode())):
        draft.set_encoding(encoding)
        draft.set_encoding(encoding)
        assert composed(draft) == data


@pytest.mark.parametrize("large", [False, True])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode()),
    st.sampled_from(LineEnd),
    st.sampled_from(["utf-8", "latin-1", "shift_jis", "utf-16", "utf-32", "iso2022_jp", "utf-7"]),
)
@example(b"\\x41", LineEnd.NONE, "utf-8")
@example(b"ping\r\n", LineEnd.CRLF, "utf-8")
@example(b"ping\r\n", LineEnd.LF, "utf-8")
@example(b"\n", LineEnd.LF, "utf-16")
@example("\u202e \ufdd0\u2028".encode(), LineEnd.NONE, "utf-8")
def test_what_is_put_into_the_field_is_sent(large, draft, data, line_end, encoding):
    draft.tools.set_line_end(line_end)
    draft.set_encoding(encoding)
    draft.input.set_large(large)

    assert draft.put(data)
    assert composed(draft) == data
    draft.input.left.emit()
    assert composed(draft) == data


@pytest.mark.parametrize(
    ("data", "text", "mode", "line_end"),
    [
        (b"ping", "ping", "text", LineEnd.NONE),
        (b"ping\n", "ping", "text", LineEnd.LF),
        (b"ping\r\n", "ping\\r", "text", LineEnd.LF),
        ("日本\n".encode(), "日本", "text", LineEnd.LF),
        (b"\\x41", "\\\\x41", "text", LineEnd.NONE),
        (b"\x00\x01", "00 01", "hex", LineEnd.LF),
        (b"caf\xe9", "63 61 66 e9", "hex", LineEnd.LF),
    ],
)
def test_readable_bytes_are_put_as_text_and_others_as_hex(draft, data, text, mode, line_end):
    draft.tools.set_line_end(LineEnd.LF)

    assert draft.put(data)
    assert draft.written() == WrittenMessage(mode, text, line_end)


def test_what_does_not_fit_changes_nothing(draft):
    draft.input.set_text("typed")

    assert not draft.put(b"x" * (LONGEST + 1))
    assert not draft.put(b"\0" * (LONGEST // 2))
    assert draft.input.text() == "typed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-32-be", "shift_jis"])
def test_bytes_that_no_field_can_contain_are_not_written_at_all(draft, encoding, monkeypatch):
    """Writing 20 MB of lines took minutes, in the window's thread."""
    draft.set_encoding(encoding)
    longest = "x" * LONGEST
    assert draft.write(longest.encode(encoding)) is not None
    assert draft.write((longest + "x").encode(encoding)) is None
    written: list[int] = []

    def written_text(data, *_):
        written.append(len(data))
        return "a" * len(data), "text", LineEnd.NONE

    monkeypatch.setattr("socket_workbench.gui.sending.draft.write", written_text)
    lines = b"a\n" * 10_000_000
    assert draft.write(lines) is None
    assert not draft.put(lines)
    assert written == []
    assert len(draft.name(lines)) == LONGEST_NAME
    assert written == [4 * LONGEST_NAME]


PEER = Addressee("127.0.0.1:50001", b"PING")


def test_values_are_filled_in_only_where_they_are_chosen(draft):
    draft.input.set_text("{{peer}}")
    assert composed(draft) == b"{{peer}}"
    draft.use_filling(NOTHING, has_values=True)
    outgoing = draft.outgoing(draft.written())
    assert outgoing.written == draft.written()
    assert outgoing.filling.messages([PEER]) == [b"127.0.0.1:50001"]


def test_what_is_appended_is_counted_and_recalled(draft):
    draft.tools.set_line_end(LineEnd.LF)
    draft.use_filling(Appended("length8"), has_values=False)
    draft.input.set_text("one")
    assert composed(draft) == b"one\x03\n"
    assert draft.written().data() == b"one\x03\n"
    draft.finish()
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("{{counter}}")
    draft.finish()
    draft.use_filling(NOTHING, has_values=False)

    draft.input.earlier_requested.emit()
    assert (draft.input.text(), draft.tools.has_values()) == ("{{counter}}", True)
    draft.input.earlier_requested.emit()
    assert (draft.input.text(), draft.tools.appended()) == ("one", Appended("length8"))
    assert not draft.tools.has_values()


def test_counters_go_on_with_what_is_sent(draft):
    draft.use_filling(NOTHING, has_values=True)
    draft.input.set_text("{{counter}}")
    for expected in (b"1", b"2"):
        assert draft.outgoing(draft.written()).filling.messages([PEER]) == [expected]


def test_what_is_put_is_sent_as_it_is(draft):
    draft.use_filling(Appended("LRC"), has_values=True)
    assert draft.put(b"{{peer}}")

    assert composed(draft) == b"{{peer}}"
    assert draft.written().is_plain


def test_values_stay_as_they_are_written_in_the_other_mode_and_when_it_is_left(draft):
    draft.use_filling(NOTHING, has_values=True)
    for text in ("a{{peer}}", "61{{peer}}"):
        draft.input.set_text(text)
        draft.tools.set_mode("hex")
        draft.tools.mode_chosen.emit("hex")
        draft.input.left.emit()
        assert draft.input.text() == text
    draft.input.set_text("6162")
    draft.input.left.emit()
    assert draft.input.text() == "61 62"


def test_what_is_appended_does_not_get_into_the_field(draft):
    draft.use_filling(Appended("LRC"), has_values=False)
    draft.tools.set_mode("hex")
    draft.input.set_text("6162")
    draft.input.left.emit()
    assert draft.input.text() == "61 62"
    draft.tools.set_mode("text")
    draft.tools.mode_chosen.emit("text")
    assert draft.input.text() == "ab"


def test_values_and_what_is_appended_are_kept(draft, qtbot):
    draft.use_filling(Appended("CRC-16/MODBUS", "le"), has_values=True)
    draft.input.set_text("{{counter}}")
    draft.finish()
    other = MessageDraft()
    for widget in (other.input, other.tools):
        qtbot.addWidget(widget)
    other.restore(draft.state())

    assert other.written() == draft.written()
    assert other.history.last() == draft.history.last()
    other.restore({"values": "yes", "append": ["nobody", "be"]})
    assert other.written().is_plain
