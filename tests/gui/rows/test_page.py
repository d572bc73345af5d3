from socket_workbench.gui.rows.page import Page


def test_a_page_needs_to_override_nothing(qtbot):
    page = Page()
    qtbot.addWidget(page)
    page.rows_committed(5)
    page.restore_state({"of": "another version"})
    assert page.save_state() == {}
    assert (*page.tools, *page.trailing_tools) == ()
    page.close_page()
