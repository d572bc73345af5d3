"""Selecting the lines of a conversation: always those of whole messages."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
)

from socket_workbench.gui.conversation.model import ConversationModel


class MessageSelection(QItemSelectionModel):
    """Selects all lines of the messages of which some are selected."""

    def __init__(self, model: ConversationModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self._messages = model

    def select(
        self,
        selection: QItemSelection | QModelIndex | QPersistentModelIndex,
        command: QItemSelectionModel.SelectionFlag,
    ) -> None:
        """Select more than is asked for, where a message has more lines."""
        if isinstance(selection, QItemSelection):
            ranges = [
                (each.top(), each.bottom()) for each in map(selection.at, range(selection.count()))
            ]
        else:
            ranges = [(selection.row(), selection.row())] if selection.isValid() else []
        super().select(self._whole(ranges), command)

    def _whole(self, ranges: list[tuple[int, int]]) -> QItemSelection:
        model = self._messages
        whole = QItemSelection()
        for top, bottom in ranges:
            first, last = model.message_at(top)[0], model.message_at(bottom)[1]
            # Merged, since what is toggled must not be there twice.
            part = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
            whole.merge(part, QItemSelectionModel.SelectionFlag.Select)
        return whole
