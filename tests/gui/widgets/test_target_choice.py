from socket_workbench.gui.widgets.target_choice import TargetChoice


def test_it_says_how_many_and_keeps_the_choice(qtbot):
    choice = TargetChoice()
    qtbot.addWidget(choice)
    choice.show_counts(3, 1)
    assert [choice.itemText(place) for place in range(2)] == ["To all (3)", "To selected (1)"]
    assert not choice.only_selected()
    choice.setCurrentIndex(1)
    choice.show_counts(2, 2)
    assert choice.only_selected()
    assert choice.currentText() == "To selected (2)"
