from PySide6.QtWidgets import QLineEdit

from socket_workbench.gui.widgets.mistake import MistakeLabel, mark_mistake


def test_a_mistake_is_said_and_marked_and_taken_back(qtbot):
    field, label = QLineEdit(), MistakeLabel()
    qtbot.addWidget(field)
    qtbot.addWidget(label)

    label.show_mistake(field, "This is wrong.")

    assert label.isVisible()
    assert label.text() == "This is wrong."
    assert field.property("mistaken") is True
    assert field.accessibleDescription() == "This is wrong."
    label.show_mistake(field, "")
    assert not label.isVisible()
    assert field.property("mistaken") is False
    assert field.accessibleDescription() == ""


def test_another_mistake_replaces_the_first(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    mark_mistake(field, "One.")
    mark_mistake(field, "Two.")

    assert field.accessibleDescription() == "Two."
    assert field.property("mistaken") is True
