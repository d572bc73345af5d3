from socket_workbench.gui.panes.script_question import (
    MOST_LISTED,
    ScriptPlace,
    ScriptQuestion,
    ask_about_places,
)


def places(count, address="tcp://192.0.2.1:{n}"):
    written = "tcp://127.0.0.1:6000"
    return [
        ScriptPlace(f"client {n}", b"%d" % n, address.format(n=n), written) for n in range(count)
    ]


def test_the_question_names_every_address_up_to_a_number(qtbot):
    one = ScriptQuestion(places(1))
    many = ScriptQuestion(places(MOST_LISTED + 3))
    for dialog in (one, many):
        qtbot.addWidget(dialog)
    assert "against tcp://192.0.2.1:0?" in one.text()
    assert "client 0, written for tcp://127.0.0.1:6000" in one.text()
    assert "these addresses" in many.text()
    assert [f":{n} " in many.text() for n in (0, MOST_LISTED - 1, MOST_LISTED)] == [1, 1, 0]
    assert "and 3 more" in many.text()


def test_enter_starts_nothing(qtbot):
    dialog = ScriptQuestion(places(1))
    qtbot.addWidget(dialog)
    assert dialog.cancel_button.isDefault()


def test_only_what_was_not_confirmed_is_asked(qtbot):
    confirmed: set[tuple[bytes, str]] = set()
    agreed: list[int] = []

    def ask(asked):
        return ask_about_places(asked, confirmed, lambda: agreed.append(len(asked)), None)

    assert not ask([])
    confirmed.update((place.script, place.address) for place in places(2))
    assert not ask(places(2))
    assert agreed == []
