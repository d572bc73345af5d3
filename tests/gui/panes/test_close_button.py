from socket_workbench.gui.panes.close_button import CloseButton


def test_every_way_to_end_a_connection_is_in_the_menu(qtbot):
    button = CloseButton()
    qtbot.addWidget(button)
    wishes = []
    for name in ("close", "half_close", "reset", "reconnect"):
        getattr(button, f"{name}_requested").connect(lambda name=name: wishes.append(name))
    for action in button.menu().actions():
        action.trigger()
    assert wishes == ["close", "half_close", "reset", "reconnect"]


def test_datagrams_have_no_end_and_nothing_to_reset(qtbot):
    button = CloseButton()
    qtbot.addWidget(button)
    ways = [action for action in button.menu().actions() if not action.isSeparator()]
    for is_stream in (False, True):
        button.set_stream(is_stream)
        assert [way.isEnabled() for way in ways] == [True, is_stream, is_stream, True]
