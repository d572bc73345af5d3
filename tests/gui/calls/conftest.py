from collections.abc import Iterator

import pytest

from socket_workbench.gui.calls.page import CallsPage, open_page
from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Kind, Source


class Trace:
    """Records calls of the sources of a `Recording`."""

    def __init__(self, recording) -> None:
        self.recording = recording
        self._number = 0

    def begin(self, source: Source, call: str, thread: str = "server listen") -> int:
        """Record a call as begun; return its number."""
        self._number += 1
        text = begun_text(call, thread, 7, self._number)
        self.recording.add((source, Kind.CALL_BEGUN, b"", text))
        return self._number

    def call(
        self,
        source: Source,
        call: str,
        result: str,
        payload: bytes = b"",
        waited: int = 40_000,
        number: int = 0,
        thread: str = "server listen",
    ) -> int:
        """Record a call that has returned; return how many rows there are now."""
        if not number:
            self._number += 1
            number = self._number
        text = call_text(call, result, waited, thread, 7, number)
        return int(self.recording.add((source, Kind.CALL, payload, text)))


@pytest.fixture
def trace(recording) -> Trace:
    return Trace(recording)


@pytest.fixture
def page(page_context, qtbot) -> Iterator[CallsPage]:
    """A page of calls that is shown; what is recorded before the fixture is there already."""
    page = open_page(page_context)
    qtbot.addWidget(page)
    for tool in page.tools:
        qtbot.addWidget(tool)
    page.resize(1000, 400)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.close_page()
