import pytest

from socket_workbench.gui.window.pages import PAGES

CALLS = next(page for page in PAGES if page.key == "calls")


@pytest.fixture
def page(window):
    return window.card.show_page(CALLS)


def test_one_click_traces_everything_from_the_next_start_on(window, page, until, qtbot):
    hint = page.hint
    assert hint.button.isHidden()
    assert "Add a server" in hint.words.text()

    server, client = window.board.add_server(), window.board.add_client()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.running is not None and server.running.bound is not None)
    until(hint.button.isVisible)
    hint.button.click()
    assert hint.button.isHidden()
    assert hint.words.text().endswith(f"Stop and start: {server.name}")
    assert server.options.values()["trace"]
    assert client.options.values()["trace"]

    server.stop()
    until(lambda: not server.is_live)
    until(lambda: hint.words.text() == "Traced from the next start on.")
    server.start()
    until(lambda: page.model.rowCount() >= 5)
    assert hint.isHidden()
    column = page.model.columnCount() - 1
    assert page.model.index(0, column).data().startswith("socket(AF_INET, SOCK_STREAM) → socket(")
    until(page.strip.isVisible)
