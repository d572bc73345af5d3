from PySide6.QtWidgets import QLabel, QLineEdit

from socket_workbench.gui.widgets.labelled_field import LabelledField


def test_a_field_is_called_what_its_label_says(qtbot):
    line = QLineEdit()
    field = LabelledField("Backlog", line)
    qtbot.addWidget(field)

    (label,) = field.findChildren(QLabel)
    assert label.text() == "Backlog"
    assert label.buddy() is line
    assert line.accessibleName() == "Backlog"
