from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings


def test_settings_come_back(qapp):
    assert SessionSettings.load(Settings()) == SessionSettings()
    for wanted in (SessionSettings(0, 0), SessionSettings(5, 4096), SessionSettings(7, None)):
        wanted.keep(Settings())
        assert SessionSettings.load(Settings()) == wanted
    assert SessionSettings(3).kept_bytes == 3_000_000


def test_nonsense_is_as_if_never_set(qapp):
    settings = Settings()
    settings.set("sessions/kept megabytes", "many")
    settings.set("sessions/capture limit", 1e300)
    assert SessionSettings.load(settings) == SessionSettings()
