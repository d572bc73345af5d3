import codecs

from socket_workbench.gui.rows.encodings import ENCODINGS, EncodingMenu, encoding_title


def test_all_are_known_to_python():
    assert all(codecs.lookup(name) for _, name in ENCODINGS)


def test_titles():
    assert encoding_title("shift_jis") == "Shift_JIS"
    assert encoding_title("cp437") == "cp437"


def test_the_encoding_in_use_is_ticked_and_another_can_be_chosen(qtbot):
    menu = EncodingMenu("a&b", "big5")
    qtbot.addWidget(menu)
    assert menu.title() == "Encoding of a&&b"
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Big5"]
    with qtbot.waitSignal(menu.chosen) as chosen:
        next(one for one in menu.actions() if one.text() == "EUC-KR").trigger()
    assert chosen.args == ["a&b", "euc_kr"]
