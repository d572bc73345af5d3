"""What each thread is in right now: the last call of each that had to wait."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from socket_workbench.gui.calls.columns import CALLS_TABLE
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.numbers import ShownNumbers
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.numbered_rows import runs
from socket_workbench.gui.rows.search import Found
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import EventText, Reader
from socket_workbench.journal.search.call_ends import wanted_texts
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.row_set import RowSet
from socket_workbench.language import tr

MOST_LINES = 4
"""Lines that are seen at once; of more, the others are scrolled to."""

BEGUN = Filter(kinds=frozenset({Kind.CALL_BEGUN}))
"""The rows that `NowReading` reads."""

_ENDS = frozenset({Kind.CLOSED, Kind.STOPPED})

_ROWS_AT_ONCE = 200
"""Rows that are read before the job rests."""


class NowReading:
    """Keeps the last call of each thread that is recorded as begun.

    It is the `Report` of a search for `BEGUN`, called in the job's thread. It tells lists of row
    numbers, in the order in which the threads first had a call that waited. The calls of a
    connection or an endpoint are dropped once it is closed or has stopped. A thread may call for
    several of them one after the other; threads of one process with one name count as one if their
    endpoints have one name, too.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str, str], EventText] = {}
        self._checked = 0

    def __call__(self, reader: Reader, found: Found, token: Token) -> None:
        """Read what was found, and tell the calls once the search is at the end of the journal."""
        for count, (first, length) in enumerate(runs(list(found.numbers))):
            if token.is_cancelled():
                return
            if count % _ROWS_AT_ONCE == _ROWS_AT_ONCE - 1:
                token.rest()
            for each in reader.texts(first, b"\1" * length):
                call = CallRecord.read(each.text)
                endpoint = reader.source(each.source).name
                self._rows[call.process, endpoint, call.thread] = each
        if found.searched >= found.end:
            self._drop_ended(reader, found.end, token)
            token.tell([each.row for each in self._rows.values()])

    def _drop_ended(self, reader: Reader, end: int, token: Token) -> None:
        sources = frozenset(each.source for each in self._rows.values())
        wanted = Filter(sources=sources, kinds=_ENDS)
        for ended in wanted_texts(reader, wanted, self._checked, end, token.is_cancelled):
            self._rows = {
                caller: each
                for caller, each in self._rows.items()
                if each.source != ended.source or each.row > ended.row
            }
        self._checked = end


class _ListedNumbers(ShownNumbers):
    """Numbers of rows in any order; the first stands for those that are not listed."""

    def __init__(self) -> None:
        super().__init__(0)
        # As if a filter had found them: nothing else is shown when the journal grows.
        self.matches = RowSet()
        self.listed: Sequence[int] = ()

    @property
    def visible(self) -> Sequence[int]:
        return self.listed

    def position_of(self, number: int) -> int | None:
        return self.listed.index(number) if number in self.listed else None

    def position_from(self, number: int) -> int:
        return self.position_of(number) or 0


class NowModel(LogModel):
    """The rows of the calls that threads are in."""

    def __init__(
        self, reader: Reader, parent: QWidget | None, annotations: LogAnnotations | None
    ) -> None:
        super().__init__(reader, parent, annotations, CALLS_TABLE)
        self._shown = self._listed = _ListedNumbers()

    def show_rows(self, numbers: Sequence[int]) -> None:
        """Show these rows, in this order."""
        if numbers == self._listed.listed:
            return
        self.beginResetModel()
        self._listed.listed = numbers
        self._pages.forget()
        self.endResetModel()

    def completed(self, line: LogLine) -> LogLine:
        """Return a line without the time since the row before, which is another thread's."""
        return super().completed(line)._replace(since=None)


class NowStrip(LogView):
    """The lines below the table of calls, in the same columns.

    The table keeps its place: a line stays for as long as its connection or endpoint.

    Args:
        model: the rows.
        table: the table whose columns are those of the strip.
    """

    HAS_TITLES = False

    def __init__(self, model: NowModel, table: LogView) -> None:
        super().__init__(model)
        self._columns_of = table
        self.setAccessibleName(tr("What each thread is in now"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.header.hide()
        self.header.keep_columns()
        self.activated.connect(self.clicked)
        self.follower.follows = False
        header, bar = table.header, table.horizontalScrollBar()
        header.sectionResized.connect(self._follow_columns)
        header.sectionMoved.connect(self._follow_columns, Qt.ConnectionType.QueuedConnection)
        header.geometriesChanged.connect(self._follow_columns)
        bar.valueChanged.connect(self.horizontalScrollBar().setValue)
        model.modelReset.connect(self._fit)
        self._fit()
        self._follow_columns()

    def sizeHint(self) -> QSize:
        """Return the height of the lines that are seen at once."""
        lines = min(max(self.model().rowCount(), 1), MOST_LINES)
        height = lines * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), height)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_columns_of"):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the height that the style, which is known now, leaves for whole lines."""
        super().showEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.setVisible(self.model().rowCount() > 0)
        self.setFixedHeight(self.sizeHint().height())

    @Slot()
    def _follow_columns(self) -> None:
        ours, theirs = self.header, self._columns_of.header
        for place in range(ours.count()):
            column = theirs.logicalIndex(place)
            ours.moveSection(ours.visualIndex(column), place)
            ours.set_width(column, theirs.width_of(column))
            ours.set_shown(column, not theirs.isSectionHidden(column))
