from socket_workbench.gui.rows.encoding_menu import EncodingMenu


def test_the_encoding_in_use_is_ticked_and_another_can_be_chosen(qtbot):
    menu = EncodingMenu("a&b", "big5")
    qtbot.addWidget(menu)
    assert menu.title() == "Encoding of a&&b"
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Big5"]
    with qtbot.waitSignal(menu.chosen) as chosen:
        next(one for one in menu.actions() if one.text() == "EUC-KR").trigger()
    assert chosen.args == ["a&b", "euc_kr"]
