from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.sessions.recent import MOST, forget_recent, keep_recent, recent_sessions


def test_the_one_used_last_comes_first(qapp, tmp_path):
    paths = [tmp_path / f"{number}.swb" for number in range(MOST + 2)]
    settings = Settings()
    assert recent_sessions(settings) == []
    for path in [*paths, paths[3]]:
        keep_recent(settings, path)
    recent = recent_sessions(Settings())
    assert len(recent) == MOST
    assert recent[:3] == [paths[3], paths[-1], paths[-2]]
    forget_recent(settings, paths[3])
    forget_recent(settings, tmp_path / "never.swb")
    assert recent_sessions(Settings())[:2] == [paths[-1], paths[-2]]


def test_nonsense_is_as_if_never_kept(qapp):
    settings = Settings()
    for nonsense in ("{", "3", "[1, null]"):
        settings.set("sessions/recent", nonsense)
        assert recent_sessions(settings) == []
