from importlib import import_module

from socket_workbench.gui.window.pages import PAGES, RECORDED_PAGES


def test_every_page_has_its_own_key_title_and_module():
    assert len({page.key for page in PAGES}) == len({page.title for page in PAGES}) == len(PAGES)
    assert all(callable(import_module(page.module).open_page) for page in PAGES)


def test_a_recorded_session_has_the_pages_that_need_nothing_running(open_card):
    assert {"log", "conversation"} <= {page.key for page in RECORDED_PAGES}
    assert not any(page.is_live for page in RECORDED_PAGES)
    card = open_card()
    for page in RECORDED_PAGES:
        assert card.show_page(page).isVisible()
