from socket_workbench.journal.event import SESSION, Event, Kind, Role


def test_kind_word_is_its_name_in_lower_case():
    assert Kind.END_OF_STREAM.word == "end_of_stream"


def test_kinds_fit_into_the_eight_bits_that_a_segment_has_for_them():
    assert max(Kind) < 256


def test_event_without_bytes_or_text():
    assert Event(1, 2, Kind.CLOSED) == (1, 2, Kind.CLOSED, b"", "", None)


def test_session_is_no_endpoint():
    assert SESSION.number == 0
    assert SESSION.role is Role.SESSION
