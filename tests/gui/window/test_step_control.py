from PySide6.QtCore import Qt

from socket_workbench.gui.window.pages import LOG, STEPS


def test_the_tool_bars_button_switches_step_mode_and_shows_its_page(window, until, qtbot):
    button = window.tool_bar.step_button
    assert not button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.card.current_page() is window.card.page(STEPS)
    until(button.isChecked)
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start()
    stepping = window.step_control.stepping
    until(lambda: stepping.count == 1)

    window.card.show_page(LOG)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: stepping.count == 0)
    assert window.card.current_page() is window.card.page(LOG)
    assert not button.isChecked()


def test_the_key_that_steps_switches_step_mode_where_nothing_is_traced(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F10)
    assert window.step_control.stepping.is_all
    assert window.card.current_page() is window.card.page(STEPS)
    window.card.show_page(LOG)
    window.step_control.stepping.changed.emit()
    assert window.card.current_page() is window.card.page(LOG)


def test_a_window_is_closed_with_calls_held(window, until):
    window.step_control.toggle()
    for _ in range(3):
        pane = window.board.add_server()
        pane.address.set_text("tcp://127.0.0.1:0")
        pane.start()
    until(lambda: window.step_control.stepping.count == 3)
    ended: list[list[str]] = []
    window.ended.connect(ended.append)
    window.close()
    until(lambda: ended)
    assert ended == [[]]
