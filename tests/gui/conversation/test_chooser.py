import pytest

from socket_workbench.gui.conversation.chooser import ConnectionChooser


@pytest.fixture
def chooser(qtbot):
    chooser = ConnectionChooser()
    qtbot.addWidget(chooser)
    return chooser


def test_the_first_connection_is_chosen(chooser, recording, qtbot):
    with qtbot.waitSignal(chooser.connection_chosen) as chosen:
        chooser.add_sources([recording.listener, recording.accepted, recording.client])
    assert chosen.args == [1]
    assert chooser.count() == 2
    assert chooser.itemText(0) == "conn:1  server  127.0.0.1:13145 ↔ 127.0.0.1:51342"


def test_later_connections_do_not_change_the_choice(chooser, recording, qtbot):
    chooser.add_sources([recording.accepted])
    with qtbot.assertNotEmitted(chooser.connection_chosen):
        chooser.add_sources([recording.client])
    assert chooser.currentIndex() == 0


def test_a_connection_is_chosen_by_its_number(chooser, recording, qtbot):
    chooser.add_sources([recording.accepted, recording.client])
    with qtbot.waitSignal(chooser.connection_chosen) as chosen:
        assert chooser.choose(2)
    assert chosen.args == [2]
    assert not chooser.choose(99)


def test_an_endpoint_is_no_connection(chooser, recording):
    chooser.add_sources([recording.listener])
    assert chooser.count() == 0
    assert chooser.placeholderText()
    assert chooser.accessibleName() == "Connection"


def test_names_of_a_foreign_session_stay_in_one_line(chooser, recording):
    hostile = "<h1>\n\x1b[31m\u202e" + "x" * 1_000
    chooser.add_sources([recording.accepted._replace(name=hostile, peer=hostile)])

    shown = chooser.itemText(0)

    assert shown.isprintable()
    assert shown.startswith("conn:1  <h1>␊␛[31m\\u202ex")
    assert "127.0.0.1:13145" in shown
    assert len(shown) < 300
