from socket_workbench.journal.errors import (
    JournalDamagedError,
    JournalError,
    JournalOpenError,
    SinkError,
    StorageError,
    StorageFullError,
)


def test_storage_errors_pass_and_other_sink_errors_last():
    assert SinkError("gone").lasting
    assert not StorageError("busy").lasting
    assert not StorageFullError("full").lasting


def test_every_error_shows_its_sentence():
    for error in (JournalOpenError, JournalDamagedError, SinkError):
        assert issubclass(error, JournalError)
        assert str(error("A sentence.")) == "A sentence."
