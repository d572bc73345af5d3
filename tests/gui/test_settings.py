from PySide6.QtCore import QByteArray

from socket_workbench.gui.settings import Settings


def test_what_was_kept_is_there_at_the_next_start():
    settings = Settings()
    settings.set("a/bytes", QByteArray(b"\x00\x01"))
    settings.set("a/text", "日本語")
    settings.set("a/number", 1.25)
    settings.set_table("a/table", {"list": [1, {"deep": "ü"}]})
    settings.save()
    again = Settings()
    assert again.bytes("a/bytes").data() == b"\x00\x01"
    assert again.text("a/text") == "日本語"
    assert again.number("a/number", 0.0) == 1.25
    assert again.table("a/table") == {"list": [1, {"deep": "ü"}]}


def test_what_was_never_kept_or_is_damaged_is_as_if_never_kept():
    settings = Settings()
    assert settings.bytes("none").isEmpty()
    assert settings.text("none", "default") == "default"
    assert settings.number("none", 2.0) == 2.0
    assert settings.table("none") == {}
    settings.set("damaged", "{not json")
    assert settings.table("damaged") == {}
    settings.set("list", "[1]")
    assert settings.table("list") == {}
    assert settings.number("damaged", 3.0) == 3.0
    assert settings.bytes("damaged").isEmpty()
