import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_record import (
    SHOWN_BYTES,
    CallRecord,
    begun_text,
    call_text,
    event_words,
    held_text,
)
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.event_object import event_object

PARTS = st.text(st.characters(exclude_characters="\t→"))


@given(PARTS, PARTS, st.integers(0, 10**17), PARTS, st.integers(0, 2**31), st.integers(0, 2**40))
def test_what_is_written_is_read(call, result, waited, thread, process, number):
    text = call_text(call, result, waited, thread, process, number)
    assert CallRecord.read(text) == CallRecord(call, result, waited, thread, process, number)

    begun = begun_text(call, thread, process, number)
    assert CallRecord.read(begun) == CallRecord(call, "", None, thread, process, number)

    held = held_text(call, thread, process, number)
    assert CallRecord.read(held) == CallRecord(
        call, "", None, thread, process, number, is_held=True
    )


def test_a_held_call_says_so():
    record = CallRecord.read(held_text("send(b'')", "Server 1", 1, 2))

    assert record.words(b"hi", 2) == "send(b'hi')  held"
    assert record.members()["held"] is True
    assert "held" not in CallRecord.read(begun_text("accept()", "Server 1", 1, 2)).members()


@given(st.text(), st.binary(max_size=200))
def test_whatever_a_file_says_is_read_and_written(text, payload):
    words = CallRecord.read(text).words(payload, len(payload))
    assert isinstance(words, str)
    json.dumps(CallRecord.read(text).members())


@pytest.mark.parametrize(
    "call",
    [
        "f(" * 2000,
        "f(" + "-" * 4000 + "1)",
        f"f({'a|' * 2000}a)",
        "f(" + "[" * 190 + "]" * 190 + ")",
        "__import__('os').system('true')",
        "f('\\d')",
        "f(1or 2)",
        "f('\\N{DASH}')",
        "f(\0)",
        "f(" + "9" * 4000 + ")",
        "f(" + "9" * 400 + ".5, -" + "9" * 400 + ".5)",
        "f" * 5000,
        "lambda: 0",
        "f(x=1)",
        "",
    ],
)
def test_arguments_of_any_kind_run_nothing_and_warn_of_nothing(call):
    members = CallRecord.read(f"{call} → {call}\t1\tt\t1\t1").members()

    assert isinstance(members["arguments"], list)
    json.dumps(members, allow_nan=False)


@pytest.mark.parametrize(
    ("call", "result", "arguments", "value"),
    [
        ("socket(AF_INET, SOCK_STREAM)", "socket(fileno=7)",
         ["AF_INET", "SOCK_STREAM"], {"fileno": 7}),
        ("bind(('127.0.0.1', 80))", "None", [["127.0.0.1", 80]], None),
        ("bind('/tmp/\\u2192')", "None", ["/tmp/→"], None),
        ("setsockopt(SOL_SOCKET, SO_LINGER, b'\\x01\\x00')", "None",
         ["SOL_SOCKET", "SO_LINGER", {"hex": "0100"}], None),
        ("recv(10, MSG_DONTWAIT | MSG_PEEK)", "b''",
         [10, "MSG_DONTWAIT | MSG_PEEK"], {"bytes": True}),
        ("recvmsg(9, 50)", "(b'', [(IPPROTO_IP, IP_PKTINFO, b'\\x00')], 0, ('127.0.0.1', 5))",
         [9, 50],
         [{"bytes": True}, [["IPPROTO_IP", "IP_PKTINFO", {"hex": "00"}]], 0, ["127.0.0.1", 5]]),
        ("accept()", "(socket(fileno=9), ('::1', 5, 0, 0))",
         [], [{"fileno": 9}, ["::1", 5, 0, 0]]),
        ("send(b'')", "4", [{"bytes": True}], 4),
    ],
)  # fmt: skip
def test_arguments_and_results_as_json_has_them(call, result, arguments, value):
    members = CallRecord.read(call_text(call, result, 1_500_000_000, "t", 12, 3)).members()

    assert members == {
        "id": 3,
        "process": 12,
        "thread": "t",
        "call": call.partition("(")[0],
        "arguments": arguments,
        "result": value,
        "error": None,
        "waited": 1.5,
    }


def test_an_error_is_no_result():
    members = CallRecord.read(call_text("recv(1)", "ECONNRESET", 0, "t", 1, 1)).members()

    assert (members["result"], members["error"]) == (None, "ECONNRESET")
    verified = CallRecord.read(call_text("verify_request(1, 2)", "True", 0, "t", 1, 1)).members()
    assert (verified["result"], verified["error"]) == (True, None)


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (999_999, ""),
        (1_000_000, "  waited 1.0 ms"),
        (99_900_000, "  waited 99.9 ms"),
        (803_112_000, "  waited 0.8 s"),
        (75_000_000_000, "  waited 75.0 s"),
    ],
)
def test_a_call_reads_like_code_and_says_how_long_it_waited(waited, said):
    text = call_text("recv(1024)", "b''", waited, "t", 1, 1)

    assert event_words(Kind.CALL, text, b"zhangsan", 8) == f"recv(1024) → b'zhangsan'{said}"


def test_a_call_that_has_not_returned_waits():
    said = event_words(Kind.CALL_BEGUN, begun_text("accept()", "t", 1, 1), b"", 0)

    assert said == "accept()  waiting"


def test_of_many_bytes_the_first_are_shown():
    text = call_text("send(b'')", "1000", 0, "t", 1, 1)
    said = event_words(Kind.CALL, text, bytes(1000), 1000)

    assert said == f"send({bytes(SHOWN_BYTES)!r}…) → 1000"


def test_other_events_say_their_text():
    assert event_words(Kind.NOTE, "recv(1) → b''\t1", b"x", 1) == "recv(1) → b''\t1"


def test_a_call_as_a_json_object():
    source = Source(2, Role.SERVER, "s", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:5")
    event = Event(1, 2, Kind.CALL, b"Hi", call_text("recv(10)", "b''", 5, "t", 1, 17))
    members = json.loads(event_object(source, event))

    assert (members["kind"], members["id"], members["length"]) == ("call", 17, 2)
    assert (members["payload"], members["text"]) == ("SGk=", "Hi")


def test_a_call_that_waits_to_send_does_not_look_as_if_it_sent_nothing():
    begun = begun_text("sendall(b'')", "t", 1, 1)
    assert event_words(Kind.CALL_BEGUN, begun, b"", 0) == "sendall(b'…')  waiting"
    # The bytes of a held call are known, also if there are none, as of a datagram.
    held = held_text("send(b'')", "t", 1, 1)
    assert event_words(Kind.CALL_BEGUN, held, b"", 0) == "send(b'')  held"
    assert event_words(Kind.CALL_BEGUN, held, b"abc", 3) == "send(b'abc')  held"


@pytest.mark.parametrize(
    ("result", "has_failed"),
    [("", False), ("None", False), ("b''", False), ("EAGAIN", False), ("ECONNRESET", True)],
)
def test_a_call_that_would_have_to_wait_has_not_failed(result, has_failed):
    record = CallRecord.read(call_text("recv(1)", result, 0, "t", 1, 1))
    assert record.has_failed is has_failed


def test_the_name_of_a_thread_is_one_field():
    for text in (
        call_text("f()", "None", 5, "a\tb", 1, 2),
        begun_text("f()", "a\tb", 1, 2),
        held_text("f()", "a\tb", 1, 2),
    ):
        record = CallRecord.read(text)
        assert (record.thread, record.process, record.number) == ("a\\tb", 1, 2)
