"""The pages of the record card, in the order of their tabs."""

from typing import TYPE_CHECKING

from socket_workbench.gui.rows.page import Page, PageRecord
from socket_workbench.language import mark

if TYPE_CHECKING:
    from socket_workbench.gui.card.log_page import LogPage
    from socket_workbench.gui.card.record_card import RecordCard
    from socket_workbench.gui.conversation.page import ConversationPage
    from socket_workbench.gui.programs.page import PythonPage
    from socket_workbench.gui.steps.page import StepsPage

LOG: PageRecord["LogPage"] = PageRecord(
    "log", mark("Log"), "socket_workbench.gui.card.log_page", has_messages=True
)
CONVERSATION: PageRecord["ConversationPage"] = PageRecord(
    "conversation",
    mark("Conversation"),
    "socket_workbench.gui.conversation.page",
    has_messages=True,
)

STEPS: PageRecord["StepsPage"] = PageRecord(
    "steps", mark("Steps"), "socket_workbench.gui.steps.page", is_live=True
)

PYTHON: PageRecord["PythonPage"] = PageRecord(
    "python", mark("Python"), "socket_workbench.gui.programs.page", is_live=True
)

PAGES: tuple[PageRecord[Page], ...] = (
    LOG,
    CONVERSATION,
    PageRecord("ladder", mark("Ladder"), "socket_workbench.gui.ladder.page", has_messages=True),
    PageRecord("calls", mark("Calls"), "socket_workbench.gui.calls.page", has_messages=True),
    STEPS,
    PYTHON,
    PageRecord("counters", mark("Counters"), "socket_workbench.gui.counters.page", is_live=True),
    PageRecord("states", mark("State"), "socket_workbench.gui.states.page", is_live=True),
)

RECORDED_PAGES = tuple(page for page in PAGES if not page.is_live)
"""The pages of a recorded session."""


def log_shown(card: "RecordCard") -> "LogPage":
    """Return the page in front if it is the log or one like it, else the log."""
    from socket_workbench.gui.card.log_page import LogPage

    page = card.current_page()
    return page if isinstance(page, LogPage) else card.page(LOG)
