from PySide6.QtCore import Qt

from socket_workbench.gui.sessions.offer_notice import OfferNotice


def test_what_is_offered_can_be_opened_discarded_or_left(qtbot):
    notice = OfferNotice()
    qtbot.addWidget(notice)
    notice.show_info("A session was left.")
    for button, signal in (
        (notice.open_button, notice.open_requested),
        (notice.discard_button, notice.discard_requested),
    ):
        assert button.isVisible()
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert notice.text() == "A session was left."
